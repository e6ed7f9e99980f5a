//! A transport that keeps what it is given: for tests, and for a deployment that has no mail server yet.

use crate::{DeliveryError, Mail, MailTransport};
use async_trait::async_trait;
use std::sync::{Mutex, PoisonError};

/// Keeps mails instead of sending them; it can be told to fail.
#[derive(Debug, Default)]
pub struct MailRecorder {
    inner: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    mails: Vec<Mail>,
    failures: Vec<DeliveryError>,
}

impl MailRecorder {
    /// What was sent so far.
    pub fn mails(&self) -> Vec<Mail> {
        self.lock().mails.clone()
    }

    /// The next attempt fails like this; several calls queue up.
    pub fn fail_next(&self, error: DeliveryError) {
        self.lock().failures.push(error);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl MailTransport for MailRecorder {
    async fn send(&self, mail: &Mail) -> Result<(), DeliveryError> {
        let mut kept = self.lock();
        if kept.failures.is_empty() {
            kept.mails.push(mail.clone());
            return Ok(());
        }
        Err(kept.failures.remove(0))
    }
}
