//! Mail by SMTP.

use crate::{DeliveryError, Dialler, Mail, MailTransport, NamedBy};
use async_trait::async_trait;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use serde::Deserialize;
use std::time::Duration;

/// The mail server of the deployment.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SmtpConfig {
    /// Host name.
    pub host: String,
    /// Port.
    #[serde(default = "default_port")]
    pub port: u16,
    /// How the connection is secured.
    #[serde(default)]
    pub security: SmtpSecurity,
    /// Name, if the server asks for one.
    #[serde(default)]
    pub user: Option<String>,
    /// Password, if the server asks for one.
    #[serde(default)]
    pub password: Option<String>,
    /// Who sends: `Mortise <mortise@example.com>`.
    pub from: String,
}

/// How the connection to the mail server is secured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SmtpSecurity {
    /// Plain at first, then encrypted; a server that does not encrypt is refused.
    #[default]
    StartTls,
    /// Encrypted from the start.
    Tls,
    /// Not at all: only for a server on the same machine.
    None,
}

fn default_port() -> u16 {
    587
}

// The password stays out of logs.
impl std::fmt::Debug for SmtpConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SmtpConfig").field("host", &self.host).field("port", &self.port).field("security", &self.security).finish_non_exhaustive()
    }
}

/// Sends mails through one server.
#[derive(Debug, Clone)]
pub struct Smtp {
    config: SmtpConfig,
    from: Mailbox,
    dialler: Dialler,
}

/// One attempt may take this long.
const TIMEOUT: Duration = Duration::from_secs(20);

impl Smtp {
    /// A transport for a server; a sender's address that is none is told at once.
    pub fn new(config: SmtpConfig, dialler: Dialler) -> Result<Self, DeliveryError> {
        let from = config.from.parse().map_err(|cause| DeliveryError::Permanent(format!("the sender `{}` is no address: {cause}", config.from)))?;
        Ok(Self { config, from, dialler })
    }

    /// One attempt per address that was checked; the name is still what the certificate must show.
    async fn transport(&self) -> Result<AsyncSmtpTransport<Tokio1Executor>, DeliveryError> {
        let transient = |cause: &dyn std::fmt::Display| DeliveryError::Transient(cause.to_string());
        let addresses = self.dialler.addresses(&self.config.host, self.config.port, NamedBy::Operators).await.map_err(|cause| transient(&cause))?;
        let Some(address) = addresses.first() else { return Err(DeliveryError::Transient(format!("`{}` has no address", self.config.host))) };
        let parameters = || TlsParameters::new(self.config.host.clone()).map_err(|cause| transient(&cause));
        let tls = match self.config.security {
            SmtpSecurity::StartTls => Tls::Required(parameters()?),
            SmtpSecurity::Tls => Tls::Wrapper(parameters()?),
            SmtpSecurity::None => Tls::None,
        };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(address.ip().to_string());
        builder = builder.port(self.config.port).tls(tls).timeout(Some(TIMEOUT));
        if let (Some(user), Some(password)) = (&self.config.user, &self.config.password) {
            builder = builder.credentials(Credentials::new(user.clone(), password.clone()));
        }
        Ok(builder.build())
    }
}

#[async_trait]
impl MailTransport for Smtp {
    async fn send(&self, mail: &Mail) -> Result<(), DeliveryError> {
        let message = written(mail, &self.from)?;
        let transport = self.transport().await?;
        match transport.send(message).await {
            Ok(_) => Ok(()),
            Err(error) if error.is_permanent() => Err(DeliveryError::Permanent(error.to_string())),
            Err(error) => Err(DeliveryError::Transient(error.to_string())),
        }
    }
}

fn written(mail: &Mail, from: &Mailbox) -> Result<Message, DeliveryError> {
    let permanent = |cause: &dyn std::fmt::Display| DeliveryError::Permanent(cause.to_string());
    let address: Address = mail.to.trim().parse().map_err(|cause| permanent(&cause))?;
    let name = one_line(&mail.to_name);
    let to = Mailbox::new((!name.is_empty()).then_some(name), address);
    let id = format!("<{}@{}>", one_line(&mail.key).replace([' ', '<', '>', '@'], "-"), from.email.domain());
    let built = Message::builder()
        .from(from.clone())
        .to(to)
        .subject(one_line(&mail.subject))
        .message_id(Some(id))
        .raw_header(HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".into()))
        .header(ContentType::TEXT_PLAIN)
        .body(mail.body.clone());
    built.map_err(|cause| permanent(&cause))
}

/// A header is one line: whatever would begin another becomes a space.
fn one_line(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect::<String>().trim().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
    use tokio::sync::Mutex;

    fn mail() -> Mail {
        Mail {
            key: "m-1".into(),
            to: "li@example.com".into(),
            to_name: "李四\r\nBcc: everybody@example.com".into(),
            subject: "订单已到\r\nBcc: everybody@example.com".into(),
            body: "请处理。".into(),
        }
    }

    #[test]
    fn a_header_cannot_be_smuggled_in() {
        let from = "Mortise <no-reply@example.com>".parse().unwrap();
        let text = String::from_utf8(written(&mail(), &from).unwrap().formatted()).unwrap();
        assert!(!text.lines().any(|line| line.starts_with("Bcc")), "{text}");
        assert!(text.contains("Message-ID: <m-1@example.com>") && text.contains("Auto-Submitted: auto-generated"), "{text}");
    }

    #[test]
    fn an_address_that_is_none_is_refused_for_good() {
        let from = "no-reply@example.com".parse().unwrap();
        for bad in ["", "li", "li@", "li@example.com\r\nBcc: x@example.com", "a@b@c"] {
            let wrong = Mail { to: bad.into(), ..mail() };
            assert!(matches!(written(&wrong, &from), Err(DeliveryError::Permanent(_))), "{bad}");
        }
        let config = SmtpConfig { host: "h".into(), port: 25, security: SmtpSecurity::None, user: None, password: None, from: "nobody".into() };
        assert!(Smtp::new(config, Dialler::default()).is_err());
    }

    /// A mail server of a few lines that takes one mail, or refuses the receiver.
    async fn server(refuse: Option<&'static str>) -> (u16, Arc<Mutex<String>>) {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let taken = Arc::new(Mutex::new(String::new()));
        let kept = taken.clone();
        tokio::spawn(async move {
            let (stream, _) = listener.accept().await.unwrap();
            let (read, mut write) = stream.into_split();
            let mut lines = BufReader::new(read).lines();
            write.write_all(b"220 test\r\n").await.unwrap();
            let mut in_data = false;
            while let Ok(Some(line)) = lines.next_line().await {
                kept.lock().await.push_str(&format!("{line}\n"));
                let answer = match line.as_str() {
                    "." => {
                        in_data = false;
                        "250 taken"
                    }
                    _ if in_data => continue,
                    "DATA" => {
                        in_data = true;
                        "354 go on"
                    }
                    "QUIT" => "221 bye",
                    other if other.starts_with("RCPT") => refuse.unwrap_or("250 ok"),
                    _ => "250 ok",
                };
                write.write_all(format!("{answer}\r\n").as_bytes()).await.unwrap();
            }
        });
        (port, taken)
    }

    fn smtp(port: u16) -> Smtp {
        let config = SmtpConfig {
            host: "127.0.0.1".into(),
            port,
            security: SmtpSecurity::None,
            user: None,
            password: None,
            from: "no-reply@example.com".into(),
        };
        Smtp::new(config, Dialler::default()).unwrap()
    }

    #[tokio::test]
    async fn a_mail_reaches_the_server() {
        let (port, taken) = server(None).await;
        smtp(port).send(&mail()).await.unwrap();
        let taken = taken.lock().await;
        assert!(taken.contains("RCPT TO:<li@example.com>") && !taken.contains("RCPT TO:<everybody"), "{taken}");
    }

    #[tokio::test]
    async fn a_refusal_for_good_and_one_for_now_are_told_apart() {
        let (port, _) = server(Some("550 no such person")).await;
        assert!(matches!(smtp(port).send(&mail()).await, Err(DeliveryError::Permanent(_))));
        let (port, _) = server(Some("451 later")).await;
        assert!(matches!(smtp(port).send(&mail()).await, Err(DeliveryError::Transient(_))));
    }
}
