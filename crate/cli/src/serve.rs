//! `serve`: the built site and two data files on a local port.
