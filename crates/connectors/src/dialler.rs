//! The one dialler: the address that was checked is the address that is dialled.
//!
//! A host that a definition names is reached on public addresses only, unless ops have opened a range.
//! A host that ops themselves have configured (the mail server) may stand anywhere.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::str::FromStr;

/// Who has named the host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NamedBy {
    /// The operators, in the configuration of the deployment.
    Operators,
    /// A definition or a value: somebody who must not reach into the house network.
    Definition,
}

/// A range of addresses, `10.1.0.0/16`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    base: IpAddr,
    bits: u8,
}

/// Resolves and checks hosts.
#[derive(Debug, Clone, Default)]
pub struct Dialler {
    opened: Vec<Range>,
}

/// Why a host is not dialled.
#[derive(Debug, thiserror::Error)]
pub enum DialError {
    /// The name has no address.
    #[error("`{0}` has no address")]
    NoAddress(String),
    /// All its addresses are closed.
    #[error("`{0}` stands in a closed range of addresses")]
    Closed(String),
    /// The connection failed.
    #[error("`{host}` cannot be reached: {cause}")]
    Unreachable {
        /// The host.
        host: String,
        /// Why.
        cause: std::io::Error,
    },
}

impl Dialler {
    /// A dialler that also reaches these ranges.
    pub fn with_opened(opened: Vec<Range>) -> Self {
        Self { opened }
    }

    /// The addresses of a host that may be dialled. One closed address among open ones closes nothing, it is only left out.
    pub async fn addresses(&self, host: &str, port: u16, named_by: NamedBy) -> Result<Vec<SocketAddr>, DialError> {
        let found = tokio::net::lookup_host((host, port)).await.map_err(|cause| DialError::Unreachable { host: host.into(), cause })?;
        let found: Vec<SocketAddr> = found.collect();
        if found.is_empty() {
            return Err(DialError::NoAddress(host.into()));
        }
        let open: Vec<SocketAddr> = found.into_iter().filter(|address| self.is_open(address.ip(), named_by)).collect();
        if open.is_empty() { Err(DialError::Closed(host.into())) } else { Ok(open) }
    }

    /// Connects to a host on the first of its addresses that answers.
    pub async fn dial(&self, host: &str, port: u16, named_by: NamedBy) -> Result<tokio::net::TcpStream, DialError> {
        let addresses = self.addresses(host, port, named_by).await?;
        tokio::net::TcpStream::connect(addresses.as_slice()).await.map_err(|cause| DialError::Unreachable { host: host.into(), cause })
    }

    fn is_open(&self, address: IpAddr, named_by: NamedBy) -> bool {
        named_by == NamedBy::Operators || is_public(address) || self.opened.iter().any(|range| range.contains(address))
    }
}

fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => v6.to_ipv4_mapped().map_or_else(|| is_public_v6(v6), is_public_v4),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let shared = a == 100 && (64..128).contains(&b);
    let special = (a == 192 && b == 0 && c == 0) || (a == 198 && (18..20).contains(&b)) || a >= 224 || a == 0;
    !(address.is_private() || address.is_loopback() || address.is_link_local() || address.is_documentation() || shared || special)
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let [first, second, ..] = address.segments();
    // Only global unicast 2000::/3 is public, without documentation and the two ways of carrying IPv4 inside.
    (0x2000..0x4000).contains(&first) && !(first == 0x2001 && second < 0x0200) && !(first == 0x2001 && second == 0x0db8) && first != 0x2002
}

impl Range {
    fn contains(self, address: IpAddr) -> bool {
        let number = |address: IpAddr| match address {
            IpAddr::V4(v4) => (u128::from(v4.to_bits()) << 96, 32_u8),
            IpAddr::V6(v6) => (v6.to_bits(), 128),
        };
        let ((base, width), (candidate, other)) = (number(self.base), number(address));
        let mask = u128::MAX.checked_shl(128 - u32::from(self.bits)).unwrap_or(0);
        width == other && base & mask == candidate & mask
    }
}

impl FromStr for Range {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is not a range of addresses such as 10.1.0.0/16");
        let (base, bits) = text.split_once('/').ok_or_else(wrong)?;
        let base: IpAddr = base.parse().map_err(|_cause| wrong())?;
        let bits: u8 = bits.parse().map_err(|_cause| wrong())?;
        let most = if base.is_ipv4() { 32 } else { 128 };
        if bits > most { Err(wrong()) } else { Ok(Self { base, bits }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_ranges_are_closed() {
        for closed in [
            "127.0.0.1",
            "10.0.0.5",
            "172.16.3.4",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
            "::1",
            "fe80::1",
            "fd00::1",
            "::ffff:10.0.0.1",
            "2002:0a00:0001::1",
        ] {
            assert!(!is_public(closed.parse().unwrap()), "{closed}");
        }
        for open in ["8.8.8.8", "114.114.114.114", "2400:3200::1"] {
            assert!(is_public(open.parse().unwrap()), "{open}");
        }
    }

    #[tokio::test]
    async fn a_definition_does_not_reach_the_house_network_and_operators_do() {
        let dialler = Dialler::default();
        assert!(matches!(dialler.addresses("127.0.0.1", 25, NamedBy::Definition).await, Err(DialError::Closed(_))));
        assert!(dialler.addresses("127.0.0.1", 25, NamedBy::Operators).await.is_ok());
        let opened = Dialler::with_opened(vec!["127.0.0.0/8".parse().unwrap()]);
        assert!(opened.addresses("127.0.0.1", 25, NamedBy::Definition).await.is_ok());
    }

    #[test]
    fn ranges_are_read_or_refused() {
        assert!("10.1.0.0/16".parse::<Range>().unwrap().contains("10.1.200.3".parse().unwrap()));
        assert!(!"10.1.0.0/16".parse::<Range>().unwrap().contains("10.2.0.1".parse().unwrap()));
        for bad in ["10.1.0.0", "10.1.0.0/33", "x/8", ""] {
            assert!(bad.parse::<Range>().is_err(), "{bad}");
        }
    }
}
