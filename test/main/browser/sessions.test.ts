import { expect, test } from 'vitest'
import { makeSessions } from '../../../main/browser/sessions.ts'
import { must } from '../../../shared/base/result.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

function started() {
  const clock = { now: 0 }
  let filled = 0
  const sessions = makeSessions({ now: () => clock.now, random: (n) => new Uint8Array(n).fill(++filled) })
  const { bearer, cookie } = must(sessions.swap(sessions.issue()))
  return { clock, sessions, check: () => sessions.check(bearer, cookie).ok }
}

test('a session idles out after half an hour without a request', () => {
  const { clock, check } = started()
  clock.now += 30 * MINUTE - 1
  expect(check()).toBe(true)
  clock.now += 30 * MINUTE - 1
  expect(check()).toBe(true)
  clock.now += 30 * MINUTE
  expect(check()).toBe(false)
  clock.now -= 30 * MINUTE
  expect(check()).toBe(false)
})

test('an open window does not idle out; half an hour after it closed, it has', () => {
  const { clock, sessions, check } = started()
  const release = sessions.hold()
  clock.now += 5 * HOUR
  expect(check()).toBe(true)
  release()
  release()
  clock.now += 30 * MINUTE - 1
  expect(check()).toBe(true)
  clock.now += 30 * MINUTE
  expect(check()).toBe(false)
})

test('no window and no use carries a session past fourteen hours', () => {
  const { clock, sessions, check } = started()
  sessions.hold()
  const lasts = sessions.lasts()
  for (let hour = 1; hour < 14; hour++) {
    clock.now = hour * HOUR
    expect(check()).toBe(true)
  }
  expect(lasts()).toBe(true)
  clock.now = 14 * HOUR
  expect(lasts()).toBe(false)
  expect(check()).toBe(false)
})

test('a new start token replaces one that was not used', () => {
  const { sessions } = started()
  const first = sessions.issue()
  const second = sessions.issue()
  expect(sessions.swap(first)).toMatchObject({ ok: false, code: 'wrong-token' })
  expect(sessions.swap(second).ok).toBe(true)
})

test('the empty word is nobody: before a start, after it, and beside a session', () => {
  const fresh = makeSessions({ now: () => 0, random: (n) => new Uint8Array(n) })
  expect(fresh.swap('')).toMatchObject({ ok: false, code: 'wrong-token' })
  expect(fresh.check(null, null)).toMatchObject({ ok: false, code: 'wrong-token' })
  const { sessions } = started()
  expect(sessions.check('', '')).toMatchObject({ ok: false, code: 'wrong-token' })
})
