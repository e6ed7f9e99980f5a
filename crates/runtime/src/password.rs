//! Passwords: argon2id, and what is not accepted as one.

use crate::{RuntimeError, RuntimeResult};
use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};

/// The shortest password.
const SHORTEST: usize = 8;
/// The longest one that is taken as received; longer ones only serve to burn time.
const LONGEST: usize = 256;

/// What everybody tries first. The list is short: length does most of the work, and lockout the rest.
const COMMON: &[&str] = &[
    "12345678",
    "123456789",
    "1234567890",
    "password",
    "password1",
    "password123",
    "passw0rd",
    "qwertyuiop",
    "qwerty123",
    "11111111",
    "88888888",
    "66666666",
    "00000000",
    "12341234",
    "87654321",
    "abcd1234",
    "abc12345",
    "1q2w3e4r",
    "1qaz2wsx",
    "iloveyou",
    "woaini1314",
    "woaini520",
    "5201314520",
    "admin123",
    "admin888",
    "administrator",
    "letmein1",
    "welcome1",
    "mortise1",
    "mortise123",
    "qazwsxedc",
    "asdfghjkl",
    "zxcvbnm1",
    "sunshine",
];

/// Refuses a password that is too short, too long, common, or the login itself.
pub(crate) fn accept(password: &str, login: &str) -> RuntimeResult<()> {
    let lower = password.to_lowercase();
    let length = password.chars().count();
    if length < SHORTEST || password.len() > LONGEST {
        return Err(RuntimeError::refused("password_length", "密码应为 8 到 256 个字符", "A password has 8 to 256 characters"));
    }
    if COMMON.contains(&lower.as_str()) || lower == login.to_lowercase() || lower.chars().all(|letter| lower.starts_with(letter)) {
        return Err(RuntimeError::refused("password_common", "这个密码太常见，请换一个", "This password is too common; please choose another"));
    }
    Ok(())
}

/// Hashes a password; on a thread of its own, because it is meant to be slow.
pub(crate) async fn hash(password: String) -> RuntimeResult<String> {
    let hashed = tokio::task::spawn_blocking(move || Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string()));
    match hashed.await {
        Ok(Ok(hash)) => Ok(hash),
        Ok(Err(cause)) => Err(RuntimeError::Internal(format!("hashing failed: {cause}"))),
        Err(cause) => Err(RuntimeError::Internal(format!("hashing was cut off: {cause}"))),
    }
}

/// Compares a password with a hash. Without a hash the same work is done, so that an unknown name takes as long as a known one.
pub(crate) async fn verify(password: String, hash: Option<String>) -> bool {
    let compared = tokio::task::spawn_blocking(move || match hash.as_deref().map(PasswordHash::new) {
        Some(Ok(parsed)) => Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok(),
        _ => {
            let _spent = Argon2::default().hash_password(password.as_bytes()).is_ok();
            false
        }
    });
    compared.await.unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_kept_as_argon2id_and_compared_whole() {
        let kept = hash("correct horse 电池".into()).await.unwrap();
        assert!(kept.starts_with("$argon2id$"), "{kept}");
        assert!(verify("correct horse 电池".into(), Some(kept.clone())).await);
        assert!(!verify("correct horse 电".into(), Some(kept)).await);
        assert!(!verify("anything at all".into(), None).await);
    }

    #[test]
    fn weak_passwords_are_refused() {
        for (password, login) in [("short", "li"), ("Password123", "li"), ("zhang.san1", "zhang.san1"), ("aaaaaaaaaa", "li")] {
            assert!(accept(password, login).is_err(), "{password}");
        }
        assert!(accept("榫卯榫卯大小木作坊", "li").is_ok());
    }
}
