//! Mail: what is sent, and the trait of what sends it.

use async_trait::async_trait;

/// One mail to one person.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Mail {
    /// Key of the mail: the same mail sent twice carries the same Message-ID, so that mail programs show it once.
    pub key: String,
    /// Address of the person.
    pub to: String,
    /// Name of the person.
    pub to_name: String,
    /// Subject; control characters are replaced by spaces.
    pub subject: String,
    /// Plain text.
    pub body: String,
}

/// Why a mail was not delivered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DeliveryError {
    /// It will not work later either: the address is wrong, the server refuses it for good.
    #[error("refused for good: {0}")]
    Permanent(String),
    /// It may work later.
    #[error("not delivered: {0}")]
    Transient(String),
}

/// Sends mails.
#[async_trait]
pub trait MailTransport: Send + Sync {
    /// Sends one mail; `Ok` means that the next server has taken it over.
    async fn send(&self, mail: &Mail) -> Result<(), DeliveryError>;
}
