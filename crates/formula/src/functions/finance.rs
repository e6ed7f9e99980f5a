//! Payments and depreciation, in exact decimals: what is paid out is negative, as in spreadsheets.

use super::Kind::Number;
use super::statistics::number;
use super::{Body, Call, Function, Group, Param, Returns, word, words};
use crate::coerce::{Eval, num_error};
use crate::exact::Exact;
use crate::operators::{checked, power};
use rust_decimal::RoundingStrategy;
use rust_decimal::prelude::ToPrimitive;
use value::{Decimal, ErrorCode, ErrorValue};

pub(super) static FUNCTIONS: &[&Function] = &[&PMT, &IPMT, &PPMT, &ISPMT, &CUMIPMT, &CUMPRINC, &FV, &PV, &SLN, &SYD, &DB, &DDB];

pub(super) const RATE: Param = Param::new("rate", "每期利率", Number);
pub(super) const PERIODS: Param = Param::new("periods", "期数", Number);
pub(super) const PERIOD: Param = Param::new("nth", "第几期", Number);
pub(super) const PRESENT: Param = Param::new("present", "现值", Number);
pub(super) const PAYMENT: Param = Param::new("payment", "每期付款", Number);
pub(super) const FUTURE: Param = Param::optional("future", "终值", Number);
pub(super) const AT_BEGIN: Param = Param::optional("at_begin", "期初付款", Number);
const COST: Param = Param::new("cost", "原值", Number);
const SALVAGE: Param = Param::new("salvage", "残值", Number);
const LIFE: Param = Param::new("life", "使用期数", Number);

pub(super) fn add(a: Decimal, b: Decimal) -> Eval<Decimal> {
    checked(a.plus(b))
}

pub(super) fn times(a: Decimal, b: Decimal) -> Eval<Decimal> {
    checked(a.by(b))
}

pub(super) fn over(a: Decimal, b: Decimal) -> Eval<Decimal> {
    if b.is_zero() {
        return Err(ErrorValue::new(ErrorCode::Div0, "除数为 0 / division by zero"));
    }
    checked(a.over(b))
}

/// What one grows to in so many periods.
pub(super) fn growth(rate: Decimal, periods: Decimal) -> Eval<Decimal> {
    power(add(Decimal::ONE, rate)?, periods)
}

/// 1 + rate where payments are made at the beginning of a period, else 1.
pub(super) fn shift(rate: Decimal, at_begin: bool) -> Eval<Decimal> {
    if at_begin { add(Decimal::ONE, rate) } else { Ok(Decimal::ONE) }
}

/// A loan or a plan of savings.
struct Plan {
    rate: Decimal,
    periods: Decimal,
    present: Decimal,
    future: Decimal,
    at_begin: bool,
}

impl Plan {
    fn payment(&self) -> Eval<Decimal> {
        if self.rate.is_zero() {
            return Ok(-over(add(self.present, self.future)?, self.periods)?);
        }
        let grown = growth(self.rate, self.periods)?;
        let owed = add(times(self.present, grown)?, self.future)?;
        let divisor = times(shift(self.rate, self.at_begin)?, add(grown, -Decimal::ONE)?)?;
        Ok(-over(times(owed, self.rate)?, divisor)?)
    }

    /// The interest of a period, counted from 1.
    fn interest(&self, period: Decimal, payment: Decimal) -> Eval<Decimal> {
        let before = match (period == Decimal::ONE, self.at_begin) {
            (true, true) => Decimal::ZERO,
            (true, false) => -self.present,
            (false, true) => add(future(self.rate, add(period, -Decimal::TWO)?, payment, self.present, true)?, -payment)?,
            (false, false) => future(self.rate, add(period, -Decimal::ONE)?, payment, self.present, false)?,
        };
        times(before, self.rate)
    }
}

fn future(rate: Decimal, periods: Decimal, payment: Decimal, present: Decimal, at_begin: bool) -> Eval<Decimal> {
    if rate.is_zero() {
        return Ok(-add(present, times(payment, periods)?)?);
    }
    let grown = growth(rate, periods)?;
    let paid = over(times(times(payment, shift(rate, at_begin)?)?, add(grown, -Decimal::ONE)?)?, rate)?;
    Ok(-add(times(present, grown)?, paid)?)
}

pub(super) fn flag(call: &Call<'_, '_>, index: usize) -> Eval<bool> {
    Ok(!call.number_or(index, 0)?.is_zero())
}

fn plan(call: &Call<'_, '_>, periods: usize) -> Eval<Plan> {
    Ok(Plan {
        rate: call.number(0)?,
        periods: call.number(periods)?,
        present: call.number(periods + 1)?,
        future: call.number_or(periods + 2, 0)?,
        at_begin: flag(call, periods + 3)?,
    })
}

function!(
    PMT = "PMT",
    "每期付款额",
    Finance,
    [RATE, PERIODS, PRESENT, FUTURE, AT_BEGIN],
    Returns::Number,
    ("等额分期的每期付款", "The payment of each period of a loan"),
    ("ROUND(PMT(0.06 / 12, 120, 100000), 2)", "-1110.21"),
    Eager(|call| number(plan(call, 1)?.payment()?)),
);

/// The period that is asked for, between the first and the last.
fn asked(call: &Call<'_, '_>, plan: &Plan) -> Eval<Decimal> {
    let period = call.number(1)?;
    if period < Decimal::ONE || period > plan.periods { num_error("没有这一期 / there is no such period") } else { Ok(period) }
}

function!(
    IPMT = "IPMT",
    "某期利息",
    Finance,
    [RATE, PERIOD, PERIODS, PRESENT, FUTURE, AT_BEGIN],
    Returns::Number,
    ("等额分期中某一期的利息", "The interest within the payment of a period"),
    ("IPMT(0.01, 1, 12, 1000)", "-10"),
    Eager(|call| {
        let plan = plan(call, 2)?;
        number(plan.interest(asked(call, &plan)?, plan.payment()?)?)
    }),
);
function!(
    PPMT = "PPMT",
    "某期本金",
    Finance,
    [RATE, PERIOD, PERIODS, PRESENT, FUTURE, AT_BEGIN],
    Returns::Number,
    ("等额分期中某一期偿还的本金", "The principal within the payment of a period"),
    ("ROUND(PPMT(0.01, 1, 12, 1000), 2)", "-78.85"),
    Eager(|call| {
        let plan = plan(call, 2)?;
        let (period, payment) = (asked(call, &plan)?, plan.payment()?);
        number(add(payment, -plan.interest(period, payment)?)?)
    }),
);
function!(
    ISPMT = "ISPMT",
    "等额本金某期利息",
    Finance,
    [RATE, PERIOD, PERIODS, PRESENT],
    Returns::Number,
    ("等额本金还款中某一期的利息，期从 0 开始", "The interest of a period where equal parts of the principal are paid, counted from 0"),
    ("ISPMT(0.01, 6, 24, 100000)", "-750"),
    Eager(|call| {
        let share = add(over(call.number(1)?, call.number(2)?)?, -Decimal::ONE)?;
        number(times(times(call.number(3)?, call.number(0)?)?, share)?)
    }),
);

/// The sum over the periods from one to another; of the interest or of the rest.
fn cumulated(call: &Call<'_, '_>, interest: bool) -> Eval<Decimal> {
    let (first, last, kind) = (call.number(3)?.ceil(), call.number(4)?.floor(), call.int(5)?);
    let plan = Plan { rate: call.number(0)?, periods: call.number(1)?, present: call.number(2)?, future: Decimal::ZERO, at_begin: kind == 1 };
    let positive = plan.rate > Decimal::ZERO && plan.periods > Decimal::ZERO && plan.present > Decimal::ZERO;
    if !positive || first < Decimal::ONE || last < first || last > plan.periods || !(0..=1).contains(&kind) {
        return num_error("利率、期数、现值为正，期在范围之内，类型为 0 或 1 / positive values, periods in range, type 0 or 1");
    }
    let payment = plan.payment()?;
    let (mut sum, mut period) = (Decimal::ZERO, first);
    while period <= last {
        call.evaluator.spend(20)?;
        let part = plan.interest(period, payment)?;
        sum = add(sum, if interest { part } else { add(payment, -part)? })?;
        period = add(period, Decimal::ONE)?;
    }
    Ok(sum)
}

const FROM: Param = Param::new("from", "起始期", Number);
const TO: Param = Param::new("to", "结束期", Number);
const KIND: Param = Param::new("at_begin", "期初付款", Number);

function!(
    CUMIPMT = "CUMIPMT",
    "累计利息",
    Finance,
    [RATE, PERIODS, PRESENT, FROM, TO, KIND],
    Returns::Number,
    ("若干期的利息之和", "The interest of several periods together"),
    ("ROUND(CUMIPMT(0.01, 12, 1000, 1, 12, 0), 2)", "-66.19"),
    Eager(|call| number(cumulated(call, true)?)),
);
function!(
    CUMPRINC = "CUMPRINC",
    "累计本金",
    Finance,
    [RATE, PERIODS, PRESENT, FROM, TO, KIND],
    Returns::Number,
    ("若干期偿还的本金之和", "The principal of several periods together"),
    ("ROUND(CUMPRINC(0.01, 12, 1000, 1, 12, 0), 2)", "-1000"),
    Eager(|call| number(cumulated(call, false)?)),
);
function!(
    FV = "FV",
    "终值",
    Finance,
    [RATE, PERIODS, PAYMENT, Param::optional("present", "现值", Number), AT_BEGIN],
    Returns::Number,
    ("分期付款到期末的总值", "What payments are worth at the end"),
    ("ROUND(FV(0.06 / 12, 10, -200, -500, 1), 2)", "2581.4"),
    Eager(|call| number(future(call.number(0)?, call.number(1)?, call.number(2)?, call.number_or(3, 0)?, flag(call, 4)?)?)),
);
function!(
    PV = "PV",
    "现值",
    Finance,
    [RATE, PERIODS, PAYMENT, FUTURE, AT_BEGIN],
    Returns::Number,
    ("分期付款折算到现在的值", "What payments are worth today"),
    ("ROUND(PV(0.08 / 12, 240, 500), 2)", "-59777.15"),
    Eager(|call| {
        let (rate, periods, payment, future) = (call.number(0)?, call.number(1)?, call.number(2)?, call.number_or(3, 0)?);
        if rate.is_zero() {
            return number(-add(future, times(payment, periods)?)?);
        }
        let grown = growth(rate, periods)?;
        let paid = over(times(times(payment, shift(rate, flag(call, 4)?)?)?, add(grown, -Decimal::ONE)?)?, rate)?;
        number(-over(add(future, paid)?, grown)?)
    }),
);
function!(
    SLN = "SLN",
    "直线折旧",
    Finance,
    [COST, SALVAGE, LIFE],
    Returns::Number,
    ("直线法的每期折旧额", "The depreciation of each period, in equal parts"),
    ("SLN(30000, 7500, 10)", "2250"),
    Eager(|call| number(over(add(call.number(0)?, -call.number(1)?)?, call.number(2)?)?)),
);
function!(
    SYD = "SYD",
    "年数总和折旧",
    Finance,
    [COST, SALVAGE, LIFE, PERIOD],
    Returns::Number,
    ("年数总和法某一期的折旧额", "The depreciation of a period by the sum of the years' digits"),
    ("SYD(30, 10, 4, 1)", "8"),
    Eager(|call| {
        let (life, period) = (call.number(2)?, call.number(3)?);
        if life <= Decimal::ZERO || period < Decimal::ONE || period > life {
            return num_error("没有这一期 / there is no such period");
        }
        let left = times(add(add(life, -period)?, Decimal::ONE)?, Decimal::TWO)?;
        let whole = times(life, add(life, Decimal::ONE)?)?;
        number(over(times(add(call.number(0)?, -call.number(1)?)?, left)?, whole)?)
    }),
);

/// Cost, salvage, life and period, none of them negative, the period not beyond the life and `more`.
fn asset(call: &Call<'_, '_>, more: Decimal) -> Eval<[Decimal; 4]> {
    let [cost, salvage, life, period] = [call.number(0)?, call.number(1)?, call.number(2)?, call.number(3)?];
    let negative = [cost, salvage].iter().any(|value| value.is_sign_negative() && !value.is_zero());
    if negative || life <= Decimal::ZERO || period < Decimal::ONE || period > add(life, more)? {
        return num_error("原值、残值不为负，期在使用期之内 / cost and salvage not negative, the period within the life");
    }
    Ok([cost, salvage, life, period])
}

function!(
    DB = "DB",
    "固定余额递减折旧",
    Finance,
    [COST, SALVAGE, LIFE, PERIOD, Param::optional("months", "首年月数", Number)],
    Returns::Number,
    ("固定余额递减法某一期的折旧额", "The depreciation of a period at a fixed rate of what is left"),
    ("DB(1000000, 100000, 6, 1)", "319000"),
    Eager(|call| {
        let months = call.number_or(4, 12)?.trunc();
        let twelve = Decimal::from(12);
        if months < Decimal::ONE || months > twelve {
            return num_error("月数为 1 到 12 / months are 1 to 12");
        }
        let broken = months < twelve;
        let [cost, salvage, life, period] = asset(call, if broken { Decimal::ONE } else { Decimal::ZERO })?;
        let left = power(over(salvage, cost)?, over(Decimal::ONE, life)?)?;
        let rate = add(Decimal::ONE, -left)?.round_dp_with_strategy(3, RoundingStrategy::MidpointAwayFromZero);
        let first = over(times(times(cost, rate)?, months)?, twelve)?;
        let (mut total, mut current) = (first, first);
        for index in 2..=whole(period)? {
            call.evaluator.spend(8)?;
            current = times(add(cost, -total)?, rate)?;
            if broken && Decimal::from(index) > life {
                current = over(times(current, add(twelve, -months)?)?, twelve)?;
            }
            total = add(total, current)?;
        }
        number(current)
    }),
);

fn whole(period: Decimal) -> Eval<u64> {
    period.trunc().to_u64().map_or_else(|| num_error("期数太大 / too many periods"), Ok)
}

function!(
    DDB = "DDB",
    "双倍余额递减折旧",
    Finance,
    [COST, SALVAGE, LIFE, PERIOD, Param::optional("factor", "倍数", Number)],
    Returns::Number,
    ("双倍（或指定倍数）余额递减法某一期的折旧额", "The depreciation of a period at twice (or so many times) the straight rate"),
    ("DDB(2400, 300, 10, 1)", "480"),
    Eager(|call| {
        let [cost, salvage, life, period] = asset(call, Decimal::ZERO)?;
        let factor = call.number_or(4, 2)?;
        if factor <= Decimal::ZERO {
            return num_error("倍数必须为正 / the factor must be positive");
        }
        let rate = over(factor, life)?;
        let (mut total, mut current) = (Decimal::ZERO, Decimal::ZERO);
        for _ in 1..=whole(period)? {
            call.evaluator.spend(8)?;
            let most = add(add(cost, -salvage)?, -total)?;
            current = times(add(cost, -total)?, rate)?.min(most).max(Decimal::ZERO);
            total = add(total, current)?;
        }
        number(current)
    }),
);
