//! Digests: what is kept of a token, so that a stolen database opens nothing; and texts that only this deployment can make.

use sha2::{Digest, Sha256};

/// The digest under which a token is kept.
pub(crate) fn of_token(token: &str) -> String {
    of_bytes(token.as_bytes())
}

/// The digest of some bytes.
pub(crate) fn of_bytes(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// HMAC-SHA256 (RFC 2104): a secret that can be made again from the same text, and by nobody without the key.
pub(crate) fn keyed(key: &str, text: &str) -> [u8; 32] {
    const BLOCK: usize = 64;
    let key = if key.len() > BLOCK { Sha256::digest(key.as_bytes()).to_vec() } else { key.as_bytes().to_vec() };
    let padded = |with: u8| -> Vec<u8> { (0..BLOCK).map(|place| key.get(place).copied().unwrap_or(0) ^ with).collect() };
    let inner = Sha256::new().chain_update(padded(0x36)).chain_update(text.as_bytes()).finalize();
    Sha256::new().chain_update(padded(0x5c)).chain_update(inner).finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keyed_digest_is_the_standard_one() {
        // RFC 4231, test case 2.
        let expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        assert_eq!(hex::encode(keyed("Jefe", "what do ya want for nothing?")), expected);
    }
}
