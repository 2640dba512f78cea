//! Many small things in few buffers: what tables and indexes are made of.
//!
//! A text or a list that lives alone costs an allocation and three words. Here they lie one behind the other, and are known
//! by their number.

mod lists;
mod strings;

pub use lists::Lists;
pub use strings::Strings;
