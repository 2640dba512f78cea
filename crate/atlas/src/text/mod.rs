//! French texts as words, for two kinds of search.
//!
//! **As PostgreSQL does.** [`tokens`] cuts a text like PostgreSQL's default parser, [`Lexer`] turns tokens into the lexemes
//! of the text search configuration that the data·inclusion API uses (Snowball French; words with a letter that isn't
//! ASCII go through `unaccent` first; the stop words come after it), [`WebQuery`] is `websearch_to_tsquery`, and
//! [`cover_density`] is `ts_rank_cd`. What a text or a question means is then what it means to the API.
//!
//! **As people type.** [`words`] folds accents, case, hyphens and « St »; [`closeness`] forgives a typo.

mod fold;
mod letters;
mod lexemes;
mod query;
mod rank;
mod tokens;
mod typing;

pub(crate) use fold::each_word;
pub use fold::{is_article, telling, words};
pub use lexemes::Lexer;
pub use query::{WebQuery, all_words};
pub use rank::{Occurrence, Weight, cover_density};
pub use tokens::{Token, TokenKind, tokens};
pub use typing::{Closeness, TYPO_LETTERS, closeness, meets, variants};
