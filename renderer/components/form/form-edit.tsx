import { type KeyboardEvent, useMemo, useRef } from 'react'
import type { FormSection, ServiceDefinition } from '../../../shared/contract/service/definition.ts'
import { useWords } from '../../app/prefs.tsx'
import { FieldBox } from './field-box.tsx'
import { focusField, goOn } from './focus.ts'
import type { FormStore } from './form-store.ts'
import { goesOn } from './keys.ts'
import type { FormOffers } from './offers.ts'
import { Scan } from './scan.ts'
import { FormContext, useFormState } from './use-form.ts'

const NOTHING: FormOffers = {}

interface Props {
  readonly form: FormStore
  readonly offers?: FormOffers
  /** Each section in a card with its number, as on a page; else plain, as in a dialog. */
  readonly cards?: boolean
}

/**
 * The sections of a form that its action fills in, to type in. Enter goes on to the next box and never sends the form; F8 goes to the next problem; what a
 * scanner or card reader types into the wrong box goes into the one that it belongs to.
 */
export function FormEdit({ form, offers = NOTHING, cards = false }: Props) {
  const scene = useMemo(() => ({ form, offers }), [form, offers])
  const scan = useRef<Scan | null>(null)
  const sections = useMemo(() => sectionsOf(form.definition, form.names), [form])
  const onKeyDownCapture = (event: KeyboardEvent<HTMLElement>) => {
    scan.current ??= new Scan(form)
    const routed = scan.current.key(event.nativeEvent)
    if (routed !== null) {
      event.preventDefault()
      event.stopPropagation()
      focusField(routed)
      goOn(document.activeElement)
    } else if (event.key === 'F8') {
      event.preventDefault()
      focusProblem(form)
    } else if (event.key === 'Enter' && event.altKey) {
      event.preventDefault()
      personHint(event.target)?.click()
    } else if (goesOn(event) && (event.target as Element).closest('.row-table, .text-list') === null) {
      event.preventDefault()
      event.stopPropagation()
      goOn(event.target)
    }
  }
  return (
    <FormContext value={scene}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: keys of the boxes inside */}
      <div className="form-edit" onKeyDownCapture={onKeyDownCapture}>
        {sections.map((section, i) => (
          <Section key={section.title.zh} section={section} number={cards ? i + 1 : null} form={form} />
        ))}
      </div>
    </FormContext>
  )
}

function Section(props: { section: FormSection; number: number | null; form: FormStore }) {
  const { section, number, form } = props
  const words = useWords()
  const { properties } = form.definition.form.schema
  const town = section.fields.find((name) => properties[name]?.['x-widget'] === 'region' && isTown(properties[name]))
  // A section whose fields all wait for a condition waits with them.
  const empty = useFormState(form, () => section.fields.every((name) => !form.field(name).shown))
  if (empty) return null
  return (
    <fieldset className={number === null ? 'section' : 'card section'}>
      <legend>
        {number === null ? null : <span className="section-n">{number}</span>} {words.pick(section.title)}
      </legend>
      <div className="section-fields">
        {section.fields.map((name, i) => (
          <FieldBox
            key={name}
            name={name}
            helpBefore={properties[section.fields[i - 1] ?? '']?.['x-help']}
            town={town === name ? undefined : town}
          />
        ))}
      </div>
    </fieldset>
  )
}

const isTown = (schema: { readonly 'x-level'?: string } | undefined) => schema?.['x-level'] === 'town'

/** The sections as far as an action fills them in; the order of the form stays. */
export function sectionsOf(d: ServiceDefinition, names: ReadonlySet<string>): FormSection[] {
  return d.form.sections
    .map((section) => ({ ...section, fields: section.fields.filter((name) => names.has(name)) }))
    .filter(({ fields }) => fields.length > 0)
}

/** Goes to the first problem behind the box that has the focus, and from the last to the first. */
export function focusProblem(form: FormStore): void {
  const places = form.state().problems.flatMap(({ at }) => (at === null ? [] : [at]))
  const order = form.definition.form.sections.flatMap(({ fields }) => fields)
  const here = document.activeElement?.closest('[id^="f-"]')?.id.slice(2) ?? null
  const at = here === null ? -1 : places.findIndex((place) => place === here || place.startsWith(`${here}.`))
  if (at >= 0 || here === null) {
    const next = places[(at + 1) % Math.max(1, places.length)]
    if (next !== undefined) focusField(next)
    return
  }
  const mine = order.indexOf(here.split('.')[0] as string)
  const next = places.find((place) => order.indexOf(place.split('.')[0] as string) > mine) ?? places[0]
  if (next !== undefined) focusField(next)
}

function personHint(target: EventTarget): HTMLElement | null {
  return target instanceof Element ? (target.closest('.field')?.querySelector('.person-hint button') ?? null) : null
}
