import type { KeyboardEvent } from 'react'

/**
 * Does this key press mean “done here, on to the next box”? Enter does, except where it has work of its own: in a text of several lines, on a button,
 * in an open list of choices, and while an input method composes.
 */
export function goesOn(event: KeyboardEvent): boolean {
  if (event.key !== 'Enter' || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return false
  if (event.nativeEvent.isComposing || event.nativeEvent.keyCode === 229) return false
  const box = event.target
  if (!(box instanceof HTMLInputElement)) return false
  // Offers are only chosen after somebody has gone to one of them; see SubjectKey.
  const own = box.dataset['enter']
  if (own !== undefined) return own === 'on'
  return box.getAttribute('role') !== 'combobox' || box.getAttribute('aria-expanded') !== 'true'
}
