//! Numbers and keys of the new records of an import.

use super::slice::Job;
use crate::command::many::{One, Ready};
use crate::{RuntimeError, RuntimeResult};
use app_engine::command::numbers_of;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use store::{Session, counters};
use uuid::Uuid;
use value::FieldId;

/// What became of the records of a slice when they were decided.
pub(super) type Decided = Vec<Result<Ready, (One, RuntimeError)>>;

impl Job {
    /// Gives a new record its numbers: those that came along, others as they are drawn.
    pub(super) fn number(&self, one: &mut One, draw: &dyn Fn(&FieldId) -> i64) {
        let ground = &self.many.ground;
        let day = ground.app.compiled.zone.day(ground.now);
        let department = self.initials();
        for (field, _, pattern) in numbers_of(&ground.app.compiled, &self.many.form, ground.now, &department) {
            let number = match &one.given {
                Some((given, number)) if given == field => number.clone(),
                _ => pattern.write(day, &department, u64::try_from(draw(field)).unwrap_or(0)),
            };
            one.numbers.insert(field.clone(), number);
        }
    }

    /// Draws numbers for the new records that will be filed, and decides these again with them. A crash between drawing and filing leaves
    /// a gap.
    pub(super) async fn with_numbers(&self, session: &Session, decided: Decided) -> RuntimeResult<Decided> {
        let fields = self.many.form.auto_numbers().count();
        let lacks = |one: &One| one.stored.is_none() && fields > usize::from(one.given.is_some());
        let is_new = |decided: &Result<Ready, (One, RuntimeError)>| matches!(decided, Ok(ready) if lacks(&ready.one));
        let count = i64::try_from(decided.iter().filter(|decided| is_new(decided)).count()).unwrap_or(0);
        if count == 0 {
            return Ok(decided);
        }
        let drawn = self.drawn(count).await?;
        let new = decided.iter().filter(|decided| is_new(decided)).filter_map(|decided| decided.as_ref().ok());
        let numbered = (0_i64..).zip(new).map(|(place, ready)| {
            let mut one = ready.one.clone();
            self.number(&mut one, &|field| drawn.get(field).map_or(0, |first| first + place));
            one
        });
        let mut again = self.many.decide(session, numbered.collect()).await?.into_iter();
        Ok(decided.into_iter().map(|decided| if is_new(&decided) { again.next().unwrap_or(decided) } else { decided }).collect())
    }

    /// The first of so many numbers, by field.
    async fn drawn(&self, count: i64) -> RuntimeResult<BTreeMap<FieldId, i64>> {
        let (many, department) = (self.many.clone(), self.initials());
        self.many
            .runtime
            .inner
            .store
            .write(move |tx| {
                let (many, department) = (many.clone(), department.clone());
                Box::pin(async move {
                    let (app, form) = (many.ground.app.compiled.id(), many.form.id());
                    let mut drawn = BTreeMap::new();
                    for (field, period, _) in numbers_of(&many.ground.app.compiled, &many.form, many.ground.now, &department) {
                        drawn.insert(field.clone(), counters::next_many(tx, app, form, field, &period, count).await?);
                    }
                    Ok::<_, RuntimeError>(drawn)
                })
            })
            .await
    }

    fn initials(&self) -> String {
        let people = &self.many.ground.people;
        let own = self.many.actor.user().and_then(|user| people.memberships.get(&user)).and_then(|own| own.first());
        definition::suggest::initials(own.and_then(|department| people.department(*department)).map_or("", |row| row.name.as_str()))
    }

    /// The same row has the same key, so that it is never filed twice; keys are in the order of the rows.
    pub(super) fn key_at(&self, position: i64) -> Uuid {
        let moment = self.import.as_u128() >> 80;
        let digest = Sha256::digest(format!("{}/{position}", self.import));
        let salt = digest.iter().take(5).fold(0_u128, |sum, byte| (sum << 8) | u128::from(*byte));
        let place = u128::try_from(position).unwrap_or(0) & 0xFFFF_FFFF;
        // A key of version 7: the moment of the import, then the place of the row, then what makes it the only one.
        let bits = (moment << 80) | (0x7 << 76) | ((place >> 20) << 64) | (0b10 << 62) | ((place & 0xF_FFFF) << 42) | salt;
        Uuid::from_u128(bits)
    }
}
