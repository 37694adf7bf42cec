import { idAt } from './paths.ts'

/** What can be typed or chosen in; buttons are passed by, they have their own keys. */
const BOXES =
  'input:not([type=hidden]):not([type=file]):not(:disabled):not([tabindex="-1"]), textarea:not(:disabled):not([aria-hidden="true"])'

/** Puts the focus where typing starts; of a list, or of a row, into its first box. Answers whether there is such a place. */
export function focusField(path: string): boolean {
  const place = document.getElementById(idAt(path))
  const box = place?.matches(BOXES) === true ? place : (chosenIn(place) ?? place?.querySelector<HTMLElement>(BOXES))
  const target = box ?? place
  target?.focus({ preventScroll: true })
  target?.scrollIntoView({ block: 'center' })
  return target !== null && target !== undefined
}

/** Of several answers the one that was given. */
function chosenIn(place: HTMLElement | null): HTMLElement | null {
  return place?.querySelector<HTMLElement>('input[type=radio]:checked') ?? null
}

/** Goes on to the next box of the form, as Tab would, past buttons and the other answers to the same question. */
export function goOn(from: EventTarget | null): void {
  if (!(from instanceof HTMLElement)) return
  const boxes = boxesAround(from)
  const here = boxes.indexOf(from)
  focusBox(boxes.slice(here + 1).find((one) => !sameQuestion(one, from)))
}

/** The first box behind an element: behind a table, when its last row stays empty. */
export function goPast(within: HTMLElement): void {
  const after = boxesAround(within).find(
    (one) => (within.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0 && !within.contains(one),
  )
  focusBox(after)
}

function focusBox(box: HTMLElement | undefined): void {
  if (box === undefined) return
  box.focus()
  box.scrollIntoView({ block: 'nearest' })
  if (box instanceof HTMLInputElement && box.type === 'text') box.select()
}

function boxesAround(element: HTMLElement): HTMLElement[] {
  const all = [...(element.closest('form, [role=dialog], .form-edit') ?? document).querySelectorAll<HTMLElement>(BOXES)]
  // Of the answers to one question only the one that Tab would come to.
  return all.filter((one) => {
    if (!(one instanceof HTMLInputElement) || one.type !== 'radio' || one === element || one.checked) return true
    const group = all.filter((other) => sameQuestion(one, other)) as HTMLInputElement[]
    return !group.some((other) => other.checked) && group[0] === one
  })
}

function sameQuestion(a: HTMLElement, b: HTMLElement): boolean {
  return a instanceof HTMLInputElement && b instanceof HTMLInputElement && a.type === 'radio' && a.name === b.name
}
