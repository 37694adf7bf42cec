/**
 * A form out of a service definition, in three views from the one schema.
 *
 * **To type in** — `FormEdit`, for a filing, for the fields of an act, and for a preview:
 *
 * ```tsx
 * const form = useForm({
 *   definition, action: 'file' | 'review' | …,   // whose fields are filled in
 *   today, county,                               // as rules see them
 *   before,                                      // values of the case, for an act
 *   typed: {},                                   // a draft, or typedOf(definition, values, names) to correct what was filed
 *   check: async (values, emptied) => problems | null, // replica.check, replica.checkAct, or checkForm itself
 *   onTyped: (typed) => …,                       // to keep a draft
 * })
 * <FormEdit form={form} offers={useOffers()} cards />
 * ```
 *
 * `form.values()` is what would be sent, with what an act takes back in `form.state().emptied`, `form.all()` everything wrong by now, `form.reveal()` shows it all, `form.found(problems)` puts in what an
 * answer to `form.values()` said. Nothing may be sent while `form.all()` holds something with a `problem` other than `material`.
 * `useFormState(form, select)` and `useField(form, name)` draw again only when their own part changes. `ProblemList` lists problems as links into the
 * form; `focusField(path)` goes to one box.
 *
 * **To read** — `FormRead definition values`; **side by side** — `FormDiff definition a b titles`. Null among the values is sealed and stays closed.
 *
 * Paths are `field`, `list.2` or `list.2.column`; a box has the id `f-<path>`.
 */
export { focusField } from './focus.ts'
export { FormDiff } from './form-diff.tsx'
export { FormEdit, focusProblem, sectionsOf } from './form-edit.tsx'
export { FormRead } from './form-read.tsx'
export { type FormSource, FormStore, type ShownProblem } from './form-store.ts'
export type { FormOffers, PersonOffer, SubjectOffer } from './offers.ts'
export { ProblemList } from './problem-list.tsx'
export { followed } from './take-back.ts'
export { fitTyped, type Typed, type TypedRow, type TypedValue, typedOf } from './typed.ts'
export { useForm, useFormState } from './use-form.ts'
export { useOffers } from './use-offers.ts'
