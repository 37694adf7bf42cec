/** Puts the focus where typing starts. */
export function focusField(name: string): void {
  const field = document.getElementById(`f-${name}`)
  const control =
    field?.matches('input, textarea, button') === true ? field : field?.querySelector<HTMLElement>('input, textarea')
  ;(control ?? field)?.focus()
  field?.scrollIntoView({ block: 'center' })
}
