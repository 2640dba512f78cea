//! Web addresses, for pydantic 2: it reads them with `url`, and so do we.

use super::Code;
use url::Url;

pub(super) fn url(max_length: usize, text: &str) -> Result<(), Code> {
    if text.len() > max_length {
        return Err("url_too_long");
    }
    if is_usual(text.as_bytes()) {
        return Ok(());
    }
    match Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => Ok(()),
        Ok(_) => Err("url_scheme"),
        Err(_) => Err("url_parsing"),
    }
}

/// Whether an address is surely right: a plain host name without punycode or port, that can't be taken for an IPv4 address
/// because its last label begins with a letter. Nothing after it can be wrong.
fn is_usual(bytes: &[u8]) -> bool {
    let Some(rest) = bytes.strip_prefix(b"https://").or_else(|| bytes.strip_prefix(b"http://")) else {
        return false;
    };
    let end = rest.iter().position(|byte| matches!(byte, b'/' | b'?' | b'#')).unwrap_or(rest.len());
    let host = &rest[..end];
    let last = host.iter().rposition(|&byte| byte == b'.').map_or(0, |dot| dot + 1);
    host.get(last).is_some_and(u8::is_ascii_alphabetic)
        && host.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'))
        && !host.windows(2).any(|pair| pair == b"--")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn said(text: &str) -> Result<(), Code> {
        url(2083, text)
    }

    #[test]
    fn addresses() {
        for text in [
            "https://x.fr",
            "http://x.fr/é?a=b c",
            "http://x",
            "HTTPS://X.FR",
            "https:x.fr",
            r"https:\\x.fr",
            "https:////x.fr",
            "https://x..fr",
            "https://-x.fr",
            "https://x_y.fr",
            "https://1.2.3",
            "https://☕.fr",
            " https://x.fr\n",
            "https://x\n.fr",
            "https://x\"y.fr",
            "https://x{y}.fr",
            "https://x,y.fr",
            "https://x\u{ad}y.fr",
            "https://x.fr:65535",
            "https://u:p@x.fr",
        ] {
            assert_eq!(said(text), Ok(()), "{text}");
        }
        for text in [
            "",
            "x.fr",
            "https://",
            "https://x y.fr",
            "https://a.1",
            "https://1.2.3.256",
            "https://xn--a.fr",
            "https://u@",
            "https://x.fr:65536",
            "https://x<y.fr",
            "https://x[y].fr",
            "ftp:",
            "foo://a b",
            "foo://a:99999",
            "\u{a0}https://x.fr",
            "https://x\u{200d}y.fr",
        ] {
            assert_eq!(said(text), Err("url_parsing"), "{text}");
        }
        for text in ["ftp://x.fr", "mailto:a@b.fr", "x.fr:80", "localhost:80/a", r"C:\a"] {
            assert_eq!(said(text), Err("url_scheme"), "{text}");
        }
    }

    #[test]
    fn lengths_are_in_bytes_before_anything_else() {
        let with = |length: usize, letter: &str| format!("https://x.fr/{}", letter.repeat(length));
        assert_eq!(said(&with(2070, "a")), Ok(()));
        assert_eq!(said(&with(2071, "a")), Err("url_too_long"));
        assert_eq!(said(&with(1035, "é")), Ok(()));
        assert_eq!(said(&with(1036, "é")), Err("url_too_long"));
        assert_eq!(said(&" ".repeat(2084)), Err("url_too_long"));
    }

    proptest! {
        #[test]
        fn usual_addresses_are_right(text in "https?://[a-zA-Z0-9._-]{0,12}([/?#].{0,12})?") {
            prop_assert!(!is_usual(text.as_bytes()) || Url::parse(&text).is_ok());
        }

        #[test]
        fn any_text_is_judged(text in ".*") {
            let _ = said(&text);
            let _ = said(&format!("https://{text}"));
        }
    }
}
