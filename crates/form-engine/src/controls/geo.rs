//! Places on earth: coordinates in millionths of a degree, distances and areas in metres, the same to the bit on every machine.

use super::check;
use crate::{FieldFault, code};
use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive;
use serde_json::Value as Json;
use value::{Rounding, decimal_from_json, round_to_scale, write_decimal};

/// Digits of a coordinate after the point: a tenth of a metre.
pub(crate) const DIGITS: u32 = 6;
/// The mean radius of the earth in metres.
const RADIUS: f64 = 6_371_008.8;
const TO_RADIANS: f64 = core::f64::consts::PI / 180_000_000.0;

/// A place in millionths of a degree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    lat: i32,
    lng: i32,
}

impl Place {
    /// Reads two coordinates, texts or numbers.
    pub(crate) fn read(lat: &Json, lng: &Json) -> Option<Self> {
        Self::of(decimal_from_json(lat)?, decimal_from_json(lng)?)
    }

    /// A place by its coordinates; none when they are not on earth.
    pub(crate) fn of(lat: Decimal, lng: Decimal) -> Option<Self> {
        Some(Self { lat: millionths(lat, 90)?, lng: millionths(lng, 180)? })
    }

    /// Both coordinates as they are kept.
    pub(crate) fn texts(self) -> [String; 2] {
        [self.lat, self.lng].map(|part| write_decimal(Decimal::new(part.into(), DIGITS), DIGITS))
    }

    fn radians(self) -> (f64, f64) {
        (f64::from(self.lat) * TO_RADIANS, f64::from(self.lng) * TO_RADIANS)
    }

    /// Metres from here to there along the ground.
    pub(crate) fn metres_to(self, there: Place) -> f64 {
        let ((lat, lng), (other_lat, other_lng)) = (self.radians(), there.radians());
        let (north, east) = (libm::sin((other_lat - lat) / 2.0), libm::sin((other_lng - lng) / 2.0));
        let share = north * north + libm::cos(lat) * libm::cos(other_lat) * east * east;
        2.0 * RADIUS * libm::asin(share.min(1.0).sqrt())
    }
}

fn millionths(degrees: Decimal, most: i64) -> Option<i32> {
    let rounded = round_to_scale(degrees, DIGITS, Rounding::HalfUp);
    if rounded.abs() > Decimal::from(most) {
        return None;
    }
    i32::try_from(i64::try_from(rounded.checked_mul(Decimal::from(1_000_000))?).ok()?).ok()
}

/// The length of a way in metres; back to its beginning if it is closed.
pub(crate) fn length(places: &[Place], closed: bool) -> f64 {
    let back = places.last().zip(places.first()).filter(|_| closed).map_or(0.0, |(last, first)| last.metres_to(*first));
    places.iter().zip(places.iter().skip(1)).map(|(from, to)| from.metres_to(*to)).sum::<f64>() + back
}

/// The area inside of a closed way in square metres.
pub(crate) fn area(places: &[Place]) -> f64 {
    let edges = places.iter().zip(places.iter().cycle().skip(1));
    let sum: f64 = edges
        .map(|(from, to)| {
            let ((lat, lng), (other_lat, other_lng)) = (from.radians(), to.radians());
            (other_lng - lng) * (2.0 + libm::sin(lat) + libm::sin(other_lat))
        })
        .sum();
    (sum * RADIUS * RADIUS / 2.0).abs()
}

/// A measure in whole units.
pub(crate) fn whole(measure: f64) -> i64 {
    let rounded = Decimal::from_f64(measure).map(|measure| round_to_scale(measure, 0, Rounding::HalfUp));
    rounded.and_then(|measure| i64::try_from(measure).ok()).unwrap_or_default()
}

/// A circle in which a place must lie.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Fence {
    centre: Place,
    radius: u32,
}

impl Fence {
    /// The fence that three settings describe: all or none of them.
    pub(crate) fn read(lat: Option<Decimal>, lng: Option<Decimal>, radius: Option<u32>, findings: &mut crate::Findings) -> Option<Self> {
        match (lat, lng, radius) {
            (None, None, None) => None,
            (Some(lat), Some(lng), Some(radius)) => {
                let centre = Place::of(lat, lng);
                if centre.is_none() {
                    findings.error("MC0103", "/fence_lat", told!("围栏中心不是有效的坐标", "the centre of the fence is no place on earth"));
                }
                centre.map(|centre| Self { centre, radius })
            }
            _ => {
                let message = told!("围栏要同时填中心纬度、经度和半径", "a fence has a latitude, a longitude and a radius");
                findings.error("MC0105", "/fence_radius", message);
                None
            }
        }
    }

    /// Checks that a place lies inside.
    pub(crate) fn check(self, place: Place, faults: &mut Vec<FieldFault>) {
        let distance = self.centre.metres_to(place);
        if distance > f64::from(self.radius) {
            let (metres, radius) = (whole(distance), self.radius);
            let message = (format!("离规定地点 {metres} 米，应在 {radius} 米以内"), format!("{metres} m from where it must be; at most {radius} m"));
            check::fault(faults, code::OUTSIDE, message.0, message.1);
        }
    }
}

/// Reports the address of a base map that the page could not load: only the server that people are signed in to may be asked.
pub(crate) fn check_basemap(address: Option<&String>, findings: &mut crate::Findings) {
    let Some(address) = address else { return };
    let own = address.starts_with('/') && !address.starts_with("//");
    if !own || !["{z}", "{x}", "{y}"].iter().all(|part| address.contains(part)) {
        let message = told!(
            "底图地址应以 / 开头并含 {z}、{x}、{y}，例如 /tiles/{z}/{x}/{y}.png",
            "the address of a base map begins with / and holds {z}, {x} and {y}: /tiles/{z}/{x}/{y}.png"
        );
        findings.error("MC0103", "/basemap", message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn place(lat: &str, lng: &str) -> Place {
        Place::read(&json!(lat), &json!(lng)).unwrap()
    }

    #[test]
    fn distances_and_areas_are_those_of_the_earth() {
        // One degree of a meridian; Hangzhou to Shanghai.
        assert_eq!(whole(place("0", "0").metres_to(place("1", "0"))), 111_195);
        assert_eq!(whole(place("30.2741", "120.1551").metres_to(place("31.2304", "121.4737"))) / 1000, 164);
        let square = [place("30", "120"), place("30.01", "120"), place("30.01", "120.01"), place("30", "120.01")];
        assert_eq!(whole(length(&square, true)) / 10, 415);
        assert_eq!(whole(area(&square)) / 10_000, 107);
        assert_eq!(whole(area(&square[..2])), 0);
    }

    #[test]
    fn places_are_on_earth() {
        assert!(Place::read(&json!(90.1), &json!(0)).is_none());
        assert!(Place::read(&json!("0"), &json!("-180.0000001")).is_some());
        assert!(Place::read(&json!("north"), &json!(0)).is_none());
        assert_eq!(place("30.2741505", "-0.1").texts(), ["30.274151", "-0.100000"]);
    }
}
