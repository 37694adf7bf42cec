import { CheckCircleOutlined, StopOutlined, WarningOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { useDesk } from '../../../app/desk.ts'
import { useWords } from '../../../app/prefs.tsx'
import { Empty } from '../../../components/empty.tsx'
import { Mark } from '../../../components/mark.tsx'
import { Notice } from '../../../components/notice.tsx'
import { SearchBox } from '../../../components/search-box.tsx'
import type { TextKey } from '../../../i18n/index.ts'
import type { Governance, GovKey, GovMember, GovOffice } from '../../../replica/gov-api.ts'
import { GovLog, Pending } from '../entries.tsx'
import { Revoke } from './revoke.tsx'

interface Found {
  readonly office: GovOffice
  readonly members: readonly GovMember[]
}

/** Offices with their people and keys, as gov has them; a key can be taken out of use here, and nothing else. */
export function PeopleTab({ gov }: { gov: Governance }) {
  const words = useWords()
  const [text, setText] = useState('')
  const [revoking, setRevoking] = useState<{ member: GovMember; taken: GovKey } | null>(null)
  const [signed, setSigned] = useState<string | null>(null)
  const found = find(gov, text)
  return (
    <>
      <div className="toolbar wraps">
        <SearchBox hint={words.t('people.search')} onSearch={setText} />
        <span className="soft">{words.t('people.lead')}</span>
      </div>
      <Notice tone="info">{words.t('people.provisioned')}</Notice>
      {signed === null ? null : <Notice tone="good">{words.t('admin.signed', { what: signed })}</Notice>}
      <Pending gov={gov} kinds={['revoke']} />
      {found.length === 0 ? <Empty title={words.t('people.none')} /> : null}
      {found.map(({ office, members }) => (
        <Office
          key={office.code}
          gov={gov}
          office={office}
          members={members}
          open={members.length > 0}
          onRevoke={(member, taken) => setRevoking({ member, taken })}
        />
      ))}
      <GovLog gov={gov} kinds={['revoke', 'member', 'office', 'office-key', 'genesis']} />
      {revoking === null ? null : (
        <Revoke
          {...revoking}
          onClose={() => setRevoking(null)}
          onDone={(what) => {
            setRevoking(null)
            setSigned(what)
          }}
        />
      )}
    </>
  )
}

/** Offices that have people first: most have none on a small network. */
function find(gov: Governance, text: string): Found[] {
  const has = (...texts: string[]) => text === '' || texts.some((one) => one.toLowerCase().includes(text.toLowerCase()))
  const all = gov.offices.flatMap((office): Found[] => {
    const mine = gov.members.filter((one) => one.office === office.code)
    if (has(office.name, office.code)) return [{ office, members: mine }]
    const members = mine.filter((one) => has(one.name, one.id, ...one.keys.map((key) => key.id)))
    return members.length === 0 ? [] : [{ office, members }]
  })
  return [...all.filter((one) => one.members.length > 0), ...all.filter((one) => one.members.length === 0)]
}

const LEVELS: Readonly<Record<string, TextKey>> = {
  province: 'people.level.province',
  prefecture: 'people.level.prefecture',
  county: 'people.level.county',
  department: 'people.level.department',
}

interface OfficeProps extends Found {
  readonly gov: Governance
  readonly open: boolean
  onRevoke(member: GovMember, key: GovKey): void
}

function Office({ gov, office, members, open, onRevoke }: OfficeProps) {
  const words = useWords()
  const level = LEVELS[office.level]
  return (
    <details className="card flush office" open={open}>
      <summary className="card-title">
        <span>
          {office.name} <span className="num soft">{office.code}</span>
        </span>
        <span className="soft">
          {level === undefined ? office.level : words.t(level)} · {words.t('people.members', { n: members.length })}
        </span>
        {office.recipients === 0 ? (
          <Mark tone="warn" icon={<WarningOutlined aria-hidden="true" />}>
            {words.t('people.cannotSeal')}
          </Mark>
        ) : null}
      </summary>
      {members.length === 0 ? (
        <p className="card-lead">{words.t('people.noMembers')}</p>
      ) : (
        <table className="rows" aria-label={office.name}>
          <thead>
            <tr>
              <th scope="col">{words.t('people.person')}</th>
              <th scope="col">{words.t('people.roles')}</th>
              <th scope="col">{words.t('people.scopes')}</th>
              <th scope="col">{words.t('service.since')}</th>
              <th scope="col">{words.t('people.keys')}</th>
            </tr>
          </thead>
          <tbody>
            {members.map((member) => (
              <tr key={member.id}>
                <td className="wrap">
                  <strong>{member.name}</strong> <span className="soft num">{member.id}</span>
                </td>
                <td className="wrap">{words.list(member.roles.map((role) => words.role(role)))}</td>
                <td className="num wrap">{scopesText(words, member.scopes)}</td>
                <td>{words.t('admin.fromBlock', { height: member.from })}</td>
                <td>
                  <Keys gov={gov} member={member} onRevoke={(key) => onRevoke(member, key)} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </details>
  )
}

/** A program may write everywhere: its counties are counted rather than listed. */
function scopesText(words: ReturnType<typeof useWords>, scopes: readonly string[]): string {
  return scopes.length <= 4 ? words.list(scopes) : `${words.list(scopes.slice(0, 3))} … (${scopes.length})`
}

const USES: Readonly<Record<string, TextKey>> = {
  entry: 'people.key.entry',
  executor: 'people.key.executor',
  log: 'people.key.log',
  ack: 'people.key.ack',
  witness: 'people.key.witness',
}

function Keys({ gov, member, onRevoke }: { gov: Governance; member: GovMember; onRevoke(key: GovKey): void }) {
  const words = useWords()
  const { person } = useDesk()
  if (member.keys.length === 0) return <span className="soft">{words.t('people.noKeys')}</span>
  return (
    <ul className="gov-keys">
      {member.keys.map((key) => {
        const use = USES[key.use]
        return (
          <li key={key.id}>
            <span className="num" title={key.id}>
              {key.id.slice(0, 8)}
            </span>{' '}
            <span className="soft">
              {use === undefined ? key.use : words.t(use)} · {key.suite}
            </span>{' '}
            {key.revoked === null ? (
              <Mark tone="good" icon={<CheckCircleOutlined aria-hidden="true" />}>
                {words.t('people.inUse')}
              </Mark>
            ) : (
              <Mark
                tone="bad"
                icon={<StopOutlined aria-hidden="true" />}
                title={words.t('people.revokedWhy', { height: key.revoked.from, reason: key.revoked.reason })}
              >
                {words.t('people.revoked')}
              </Mark>
            )}
            {key.revoked === null ? null : <span className="soft"> {key.revoked.reason}</span>}
            {gov.may && key.revoked === null ? (
              <Button
                size="small"
                danger={member.id === person.id}
                aria-label={`${words.t('people.revoke')} ${member.name} ${key.id.slice(0, 8)}`}
                onClick={() => onRevoke(key)}
              >
                {words.t('people.revoke')}
              </Button>
            ) : null}
          </li>
        )
      })}
    </ul>
  )
}
