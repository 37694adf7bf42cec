import { checkForm, checklist } from '../../../shared/contract/service/index.ts'
import { definitionOf, type Filing, type World } from './filing.ts'

/**
 * What the definitions say against a filing and its later fields, before anybody types them: `action field:problem`. Nothing on record is looked at;
 * that is for the screens.
 */
export function unsound(filing: Filing, world: World): string[] {
  const d = definitionOf(filing.service)
  const values = filing.values(world)
  const { today, county } = world
  const materials = checklist(d, values, today, county).flatMap(({ id, needed }) => (needed ? [id] : []))
  const context = { materials }
  const steps = { file: values, ...filing.later?.(world) }
  let all = {}
  return Object.entries(steps).flatMap(([at, given]) => {
    all = { ...all, ...given }
    return checkForm(d, all, today, county, { ...context, at }).map(({ field, problem }) => `${at} ${field}:${problem}`)
  })
}
