import { useMemo } from 'react'
import { useDesk, useServices } from '../../app/desk.ts'
import { namesIn, subjectFields } from '../../app/parties.ts'
import type { FormOffers, SubjectOffer } from './offers.ts'

/** Offers shown at once. */
const MOST = 8

/** What this replica can offer while a form is typed: things on record by their numbers, people by theirs. */
export function useOffers(): FormOffers {
  const { replica } = useDesk()
  const services = useServices()
  return useMemo<FormOffers>(
    () => ({
      async subjects(type, text) {
        const answer = await replica.subjects({ text, type, after: null, limit: MOST })
        if (!answer.ok) return []
        const { rows } = answer.value
        const opened = await replica.reveal(rows.map((row) => row.id))
        const fields = subjectFields(services, type)
        return rows.map((row): SubjectOffer => {
          const values = { ...row.fields, ...(opened.ok ? opened.value[row.id] : {}) }
          const note =
            row.ended !== null ? 'ended' : row.disputed ? 'disputed' : row.pending !== null ? 'pending' : null
          return { number: row.number, names: namesIn(fields, values), note }
        })
      },
      async person(idNumber) {
        const answer = await replica.applicant({ idNumber })
        if (!answer.ok || answer.value.names.length === 0) return null
        const { names, phones, addresses, cases } = answer.value
        return { names, phones, addresses, cases: cases.length }
      },
    }),
    [replica, services],
  )
}
