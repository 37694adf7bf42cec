import { createContext, useContext, useEffect, useState, useSyncExternalStore } from 'react'
import { type FieldView, type FormSource, type FormState, FormStore } from './form-store.ts'
import type { FormOffers } from './offers.ts'

/**
 * A form that is being filled in. One for the life of the component: another definition or action needs another `key`. `check` and `onTyped` may
 * be new with every drawing, `today` and `before` may move on.
 */
export function useForm(source: FormSource): FormStore {
  const [form] = useState(() => new FormStore(source))
  const { today, before } = source
  useEffect(() => form.serve(source))
  useEffect(() => form.move(before === undefined ? { today } : { today, before }), [form, today, before])
  useEffect(() => {
    form.recheck()
    return () => form.hold()
  }, [form])
  return form
}

/** A part of what stands in the form; drawn again only when that part is another one (`Object.is`). */
export function useFormState<T>(form: FormStore, select: (state: FormState) => T): T {
  return useSyncExternalStore(form.subscribe, () => select(form.state()))
}

/** One field of the form; drawn again only when something of it has changed. */
export function useField(form: FormStore, name: string): FieldView {
  return useSyncExternalStore(form.subscribe, () => form.field(name))
}

export interface FormScene {
  readonly form: FormStore
  readonly offers: FormOffers
}

export const FormContext = createContext<FormScene | null>(null)

/** The form around a control. */
export function useScene(): FormScene {
  const scene = useContext(FormContext)
  if (scene === null) throw new Error('no form around this control')
  return scene
}
