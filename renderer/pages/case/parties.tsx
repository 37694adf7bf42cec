import { regionPath } from '../../../shared/contract/regions/index.ts'
import { partiesOf } from '../../../shared/contract/service/parties.ts'
import { useWords } from '../../app/prefs.tsx'
import type { CaseDetail } from '../../replica/api.ts'

/** Who the case is about, as far as it can be opened here. */
export function Parties({ detail }: { detail: CaseDetail }) {
  const words = useWords()
  const parties = partiesOf(detail.definition, { ...detail.fields, ...detail.sealed })
  if (parties.length === 0) return null
  return (
    <section className="card" aria-labelledby="parties">
      <h2 id="parties" className="card-title">
        {words.t('case.parties')}
      </h2>
      <ul className="parties">
        {parties.map(({ role, name, id, phone, address }) => (
          <li key={`${role.zh} ${name} ${id}`}>
            <span className="soft">{words.pick(role)}</span>
            <span>
              <strong>{name}</strong>
              {[id, phone].map((one) =>
                one === undefined ? null : (
                  <span key={one} className="num">
                    {one}
                  </span>
                ),
              )}
              {address === undefined ? null : <span className="soft">{regionPath(address) ?? address}</span>}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
