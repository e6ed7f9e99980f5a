//! The C ABI: `alloc`, `call`, `free` over linear memory.
//!
//! This is the only file of the engine with `unsafe` in it. The module has one thread and one caller.

use crate::Engine;
use std::cell::RefCell;

thread_local! {
    static ENGINE: RefCell<Engine> = RefCell::new(roomy());
}

/// Room for the largest forms. Memory that is not written to costs nothing, while each step by which it grows later costs a tenth of what
/// loading a form does: the browser takes stock of all memory then.
const ROOM: usize = 8 << 20;

/// An engine whose allocator has its room already: what is given back here is what it takes from afterwards.
fn roomy() -> Engine {
    drop(std::hint::black_box(Vec::<u8>::with_capacity(ROOM)));
    Engine::default()
}

/// Gives room for a request of so many bytes. It is taken back by [`call`] or [`free`].
#[expect(unsafe_code, reason = "an exported name must be declared as unsafe; nothing else in this module is exported under it")]
#[unsafe(no_mangle)]
pub extern "C" fn alloc(length: usize) -> *mut u8 {
    let room = vec![0_u8; length].into_boxed_slice();
    Box::into_raw(room).cast::<u8>()
}

/// Takes room back that [`alloc`] or [`call`] gave.
///
/// # Safety
/// `at` and `length` are exactly what [`alloc`] or [`call`] gave, and are used for the last time.
#[expect(unsafe_code, reason = "the caller is on the other side of the module's border and hands back raw room")]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn free(at: *mut u8, length: usize) {
    // SAFETY: by the contract above this is a box of so many bytes that nobody else holds.
    drop(unsafe { taken(at, length) });
}

/// Answers a request and frees it. The answer's place is in the upper half, its length in the lower half.
///
/// # Safety
/// `at` and `length` are exactly what [`alloc`] gave, and are used for the last time.
#[expect(unsafe_code, reason = "the request lies in room that the caller wrote to")]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn call(at: *mut u8, length: usize) -> u64 {
    // SAFETY: by the contract above this is a box of so many bytes that nobody else holds.
    let request = unsafe { taken(at, length) };
    let answer = ENGINE.with_borrow_mut(|engine| engine.call(&request)).into_bytes().into_boxed_slice();
    let length = answer.len();
    pack(Box::into_raw(answer).cast::<u8>().expose_provenance(), length)
}

/// # Safety
/// `at` and `length` are exactly what [`alloc`] or [`call`] gave, and are used for the last time.
#[expect(unsafe_code, reason = "raw room becomes a box again")]
unsafe fn taken(at: *mut u8, length: usize) -> Box<[u8]> {
    // SAFETY: `Box::into_raw` of a boxed slice of this length made the pointer.
    unsafe { Box::from_raw(std::ptr::slice_from_raw_parts_mut(at, length)) }
}

fn pack(at: usize, length: usize) -> u64 {
    let half = |number: usize| u64::try_from(number).unwrap_or_default() & 0xffff_ffff;
    (half(at) << 32) | half(length)
}
