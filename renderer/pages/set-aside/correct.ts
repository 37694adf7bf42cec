import type { Failure, Result } from '../../../shared/base/result.ts'
import { fail, ok } from '../../../shared/base/result.ts'
import type { ServiceDefinition } from '../../../shared/contract/service/definition.ts'
import { fieldsAt } from '../../../shared/contract/service/fields-at.ts'
import { lastPart } from '../../app/format.ts'
import { handOver } from '../../components/act/act-again.ts'
import { typedOf } from '../../components/form/index.ts'
import type { Replica } from '../../replica/api.ts'
import type { AsideContent } from '../../replica/set-aside/api.ts'
import { valuesOf } from '../case/values.ts'
import { draftName, draftOf, filesIn, loadDraft, saveDraft } from '../intake/draft.ts'

/** The newest version of a service: what a form is filed under now. */
export function newestOf(services: readonly ServiceDefinition[], code: string): ServiceDefinition | null {
  const versions = services.filter((one) => one.code === code)
  return versions.reduce<ServiceDefinition | null>(
    (best, one) => (best === null || one.version > best.version ? one : best),
    null,
  )
}

/** What was entered, and every scan of it on this computer: one that is nowhere here is fetched. Codes: those of both. */
export async function contentFor(replica: Replica, entry: string): Promise<Result<AsideContent>> {
  const content = await replica.asideContent(entry)
  if (!content.ok) return content
  const hashes = content.value.attachments.map(({ hash }) => hash)
  const here = await replica.attached(hashes)
  if (!here.ok) return here
  for (const [i, hash] of hashes.entries()) {
    if (here.value[i] === true) continue
    const fetched = await replica.attachment({ hash, fetch: true })
    if (!fetched.ok) return fetched
  }
  return content
}

/** Is there a draft of this person that the filing would take the place of? */
export function wouldReplace(person: string, { code, version }: ServiceDefinition): boolean {
  return loadDraft(draftName(person, code, version)) !== null
}

/** The filing as a draft of now; false where this computer did not keep it. */
export function toForm(replica: Replica, person: string, d: ServiceDefinition, content: AsideContent): boolean {
  const { values, materials, attachments, entry } = content
  const name = draftName(person, d.code, d.version)
  const before = loadDraft(name)
  const draft = draftOf(d, { fields: values, sealed: {}, materials }, Date.now(), attachments)
  const known = new Set(d.materials.map(({ id }) => id))
  const handed = Object.fromEntries(Object.entries(draft.handed).filter(([id]) => known.has(id)))
  if (!saveDraft(name, { ...draft, handed, instead: { entry, number: lastPart(content.case) } })) return false
  // Never nothing for something: the draft that was there is let go of once the other is in its place.
  if (before !== null) {
    const kept = new Set(filesIn(handed))
    void replica.dropAttachments(filesIn(before.handed).filter((hash) => !kept.has(hash)))
  }
  return true
}

/** The act, on its way to its case. Code: not-allowed, where the case is at another step now. */
export async function toCase(replica: Replica, content: AsideContent): Promise<Result<null> | Failure> {
  const detail = await replica.case(content.case)
  if (!detail.ok) return detail
  const { definition, actions, waits } = detail.value
  const action = actions.find((one) => one.name === content.action)
  if (action === undefined || waits.some((one) => one.action.name === action.name))
    return fail('not-allowed', content.action)
  const names = fieldsAt(definition, action)
  const before = valuesOf(detail.value)
  const gone = new Set(content.takenBack)
  const left = Object.entries({ ...before, ...content.values }).filter(([name]) => !gone.has(name))
  const handed = draftOf(
    definition,
    { fields: {}, sealed: {}, materials: content.materials },
    0,
    content.attachments,
  ).handed
  handOver({
    case: content.case,
    action,
    draft: { typed: typedOf(definition, Object.fromEntries(left), names), before, reason: content.reason, handed },
    instead: content.entry,
  })
  return ok(null)
}
