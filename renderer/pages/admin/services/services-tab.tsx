import { FileAddOutlined } from '@ant-design/icons'
import { Button, Checkbox } from 'antd'
import { useState } from 'react'
import { useWords } from '../../../app/prefs.tsx'
import { href } from '../../../app/router.ts'
import { Empty } from '../../../components/empty.tsx'
import { type Column, Rows } from '../../../components/rows.tsx'
import type { Governance, GovService } from '../../../replica/gov-api.ts'
import { GovLog, Pending } from '../entries.tsx'
import { ServiceMark, ShortHash } from './service-mark.tsx'

/** Every service with its versions: what is in force, what waits for the second signature, what has been replaced. */
export function ServicesTab({ gov }: { gov: Governance }) {
  const words = useWords()
  const [old, setOld] = useState(false)
  const shown = gov.services.filter((one) => old || one.state !== 'retired')
  // What waits for somebody comes first.
  const rows = [...shown.filter((one) => one.state === 'waiting'), ...shown.filter((one) => one.state !== 'waiting')]
  const columns: Column<GovService>[] = [
    {
      key: 'title',
      title: words.t('service.title'),
      wrap: true,
      cell: (row) => <strong>{words.pick(row.title)}</strong>,
    },
    {
      key: 'code',
      title: words.t('service.code'),
      cell: (row) => (
        <span className="num">
          {row.code} · {words.t('service.version', { version: row.version })}
        </span>
      ),
    },
    { key: 'state', title: words.t('service.state'), cell: (row) => <ServiceMark state={row.state} /> },
    {
      key: 'since',
      title: words.t('service.since'),
      cell: (row) =>
        row.from === null ? <span className="soft">—</span> : words.t('admin.fromBlock', { height: row.from }),
    },
    {
      key: 'signers',
      title: words.t('service.signers'),
      cell: (row) => words.list(row.signers.map((one) => one.name)),
    },
    { key: 'hash', title: words.t('service.hash'), cell: (row) => <ShortHash hash={row.hash} /> },
  ]
  return (
    <>
      <Pending gov={gov} kinds={['service']} />
      <section className="card flush" aria-labelledby="services">
        <h2 id="services" className="card-title">
          {words.t('service.list')}
          <span className="card-tools">
            <Checkbox checked={old} onChange={(event) => setOld(event.target.checked)}>
              {words.t('service.showOld')}
            </Checkbox>
            {gov.may ? (
              <Button
                type="primary"
                icon={<FileAddOutlined aria-hidden="true" />}
                href={href({ page: 'service-edit', code: '', version: 0, same: false })}
              >
                {words.t('service.new')}
              </Button>
            ) : null}
          </span>
        </h2>
        {rows.length === 0 ? (
          <Empty title={words.t('service.none')}>{words.t('service.noneNext')}</Empty>
        ) : (
          <Rows
            label={words.t('service.list')}
            rows={rows}
            columns={columns}
            id={(row) => `${row.code} ${row.version}`}
            to={(row) => href({ page: 'service', code: row.code, version: row.version })}
            dim={(row) => row.state === 'retired'}
          />
        )}
      </section>
      <GovLog gov={gov} kinds={['service']} />
    </>
  )
}
