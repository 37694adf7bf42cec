import { useEffect, useEffectEvent } from 'react'

/** `Alt+1`, `Ctrl+Enter`, `Ctrl+P`, `F1`, `/`: how a key is written on the screen and here. */
export type Shortcuts = Readonly<Record<string, () => void>>

/** The written form of a key press; letters and digits by their place on the keyboard, so that input methods do not matter. */
export function pressed(event: KeyboardEvent): string {
  const digit = /^(?:Digit|Numpad)([0-9])$/.exec(event.code)?.[1]
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1]
  const name = digit ?? letter ?? event.key
  const modifiers = [event.ctrlKey || event.metaKey ? 'Ctrl' : '', event.altKey ? 'Alt' : ''].filter(
    (one) => one !== '',
  )
  return [...modifiers, name].join('+')
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('input:not([type=radio]):not([type=checkbox]), textarea, select') !== null
  )
}

/** Keys for as long as the component is there. Nothing happens while an input method is composing. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.isComposing || event.defaultPrevented) return
    // A bare key belongs to the field that is being typed in, and every key to an open dialog.
    if (!event.ctrlKey && !event.altKey && !/^F[0-9]+$/.test(event.key) && isTyping(event.target)) return
    if (document.querySelector('[role="dialog"][aria-modal="true"]') !== null) return
    const act = shortcuts[pressed(event)]
    if (act === undefined) return
    event.preventDefault()
    act()
  })
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event)
    window.addEventListener('keydown', listener)
    return () => window.removeEventListener('keydown', listener)
  }, [])
}

/** Ctrl+Enter while a dialog is open, wherever the focus is: it may still be on its way into the dialog. */
export function useDialogConfirm(confirm: () => void): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.isComposing || event.repeat || pressed(event) !== 'Ctrl+Enter') return
    event.preventDefault()
    confirm()
  })
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event)
    window.addEventListener('keydown', listener)
    return () => window.removeEventListener('keydown', listener)
  }, [])
}
