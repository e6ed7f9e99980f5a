//! A package over an app that is here: what its maker changed joined with what was changed here.

use crate::app_cache::ActiveApp;
use crate::building::{Purpose, app_changed, key_of};
use crate::types::{BasePackage, ImportOrder, SaidDifference, Upgrade};
use crate::{Runtime, RuntimeError, RuntimeResult};
use app_engine::Checked;
use definition::merge::{Decisions, Merged, Vocabulary};
use definition::{ChangedBy, MergeDifference, Package, merge};
use std::sync::Arc;
use store::drafts;
use store::vendor_bases::{self, VendorBase};
use value::{Label, Locale};

/// So many conflicts are named in a refusal; the rest is counted.
const NAMED: usize = 5;

/// What a package becomes together with the app that is here.
pub(crate) struct Joined {
    pub(crate) next: Checked,
    base: Option<VendorBase>,
    base_package: Package,
    merged: Merged,
    decisions: Decisions,
}

impl Runtime {
    /// Joins a package with the app that is here.
    pub(crate) async fn joined(&self, active: &ActiveApp, vendor: &Checked, order: &ImportOrder) -> RuntimeResult<Joined> {
        let reader = self.inner.store.read();
        let app = active.compiled.id();
        let base = vendor_bases::get(&reader, app).await?;
        let base_package = match &base {
            Some(base) => self.stored_package(&reader, app, &base.hash).await?,
            // Where nobody knows from what both began, everything that differs is asked.
            None => Package::default(),
        };
        let mut decisions = Decisions::default();
        for decision in &order.decisions {
            decisions.decide(decision.key.clone(), decision.path.clone(), decision.side);
        }
        let mut merged = merge(&base_package, &vendor.package, &active.package, &decisions);
        if let Some(side) = order.otherwise {
            let open: Vec<_> = merged.conflicts().filter(|one| decisions.of(&one.key, &one.path).is_none()).cloned().collect();
            open.into_iter().for_each(|one| decisions.decide(one.key, one.path, side));
            merged = merge(&base_package, &vendor.package, &active.package, &decisions);
        }
        let is_vendor = order.replace || merged.files == vendor.package.files();
        let next = if is_vendor { vendor.clone() } else { app_engine::check(&merged.files) };
        Ok(Joined { next, base, base_package, merged, decisions })
    }

    /// What a package does to the app that is here, to be shown before it is done.
    pub(crate) async fn upgrade(&self, active: &Arc<ActiveApp>, vendor: &Checked, joined: &Joined, order: &ImportOrder) -> RuntimeResult<Upgrade> {
        let (impact, blocked, steps) = match &joined.next.compiled.app {
            Some(compiled) => {
                let found = self.impact(active, compiled, &order.choices, Purpose::Show).await?;
                (found.told, found.blocked, found.steps)
            }
            None => Default::default(),
        };
        let words = Vocabulary::of(&[&active.package, &vendor.package, &joined.base_package], app_engine::kind_names());
        Ok(Upgrade {
            seen: active.compiled.hash.clone(),
            customised: joined.base.as_ref().is_none_or(|base| base.hash != active.compiled.hash),
            base: joined.base.as_ref().map(|base| BasePackage { version: base.version.clone(), at: base.imported_at.instant() }),
            differences: joined.merged.differences.iter().map(|one| said(one, &words)).collect(),
            impact,
            blocked,
            steps,
            drafts: self.drafted_objects(active).await?,
        })
    }

    /// The objects of which builders have drafts.
    async fn drafted_objects(&self, active: &ActiveApp) -> RuntimeResult<Vec<Label>> {
        let rows = drafts::all(&self.inner.store.read(), active.compiled.id()).await?;
        let named = rows.iter().filter_map(|row| {
            let key = key_of(row)?;
            let draft = || serde_json::from_str::<serde_json::Value>(row.content.as_ref()?).ok()?.get("label").cloned();
            let label = active.package.get(&key).map(|entry| entry.object.label().clone());
            let label = label.or_else(|| serde_json::from_value(draft()?).ok()).unwrap_or_default();
            let (kind, zh, en) = (key.kind.label(), label.get(Locale::ZhCn), label.get(Locale::En));
            Some(Label::both(format!("{}「{zh}」", kind.get(Locale::ZhCn)), format!("{} `{en}`", kind.get(Locale::En))))
        });
        Ok(named.collect())
    }
}

impl Joined {
    /// Refuses an import in which somebody has to decide and nobody did.
    pub(crate) fn refuse_undecided(&self, active: &ActiveApp, order: &ImportOrder) -> RuntimeResult<()> {
        let open: Vec<Label> = self.undecided().map(MergeDifference::place).collect();
        if order.replace || open.is_empty() {
            return Ok(());
        }
        // What was decided was decided about another version.
        if order.seen.as_ref().is_some_and(|seen| *seen != active.compiled.hash) {
            return Err(app_changed());
        }
        let named = |locale: Locale, between: &str| open.iter().take(NAMED).map(|place| place.get(locale)).collect::<Vec<_>>().join(between);
        let count = open.len();
        let more = |text: &str| if count > NAMED { format!("{text} …") } else { text.to_owned() };
        Err(RuntimeError::refused(
            "conflicts_undecided",
            format!("有 {count} 处您和厂商都改过、改得不一样，需要先决定用谁的：{}", more(&named(Locale::ZhCn, "；"))),
            format!("{count} places were changed here and by the maker, differently; decide whose to take: {}", more(&named(Locale::En, "; "))),
        ))
    }

    fn undecided(&self) -> impl Iterator<Item = &MergeDifference> {
        self.merged.differences.iter().filter(|one| one.by == ChangedBy::Conflict && self.decisions.of(&one.key, &one.path).is_none())
    }
}

fn said(one: &MergeDifference, words: &Vocabulary) -> SaidDifference {
    let key = one.path.rsplit('/').next().unwrap_or_default();
    let say = |value: &Option<serde_json::Value>| words.said(key, value.as_ref());
    SaidDifference { place: one.place(), base: say(&one.base), vendor: say(&one.vendor), customer: say(&one.customer), difference: one.clone() }
}
