import { useWords } from '../../app/prefs.tsx'
import { ADMIN_TABS, type AdminTab, href } from '../../app/router.ts'
import { FailureBox } from '../../components/failure-box.tsx'
import { Loading } from '../../components/loading.tsx'
import { Notice } from '../../components/notice.tsx'
import { PageHead } from '../../components/page-head.tsx'
import type { Governance } from '../../replica/gov-api.ts'
import { NumbersTab } from './numbers/numbers-tab.tsx'
import { PeopleTab } from './people/people-tab.tsx'
import { PolicyTab } from './policy/policy-tab.tsx'
import { ServicesTab } from './services/services-tab.tsx'
import { useGovernance } from './use-governance.ts'

/** 管理: what holds for the whole province. Registrars change it by signing; everybody else may read it. */
export function AdminPage({ tab }: { tab: AdminTab }) {
  const words = useWords()
  const answer = useGovernance()
  return (
    <>
      <PageHead title={words.t('nav.admin')} lead={words.t('admin.lead')} />
      <nav className="tabs" aria-label={words.t('admin.tabs')}>
        {ADMIN_TABS.map((one) => (
          <a
            key={one}
            href={href({ page: 'admin', tab: one })}
            className={one === tab ? 'tab here' : 'tab'}
            aria-current={one === tab ? 'page' : undefined}
          >
            {words.t(`admin.${one}`)}
          </a>
        ))}
      </nav>
      {answer.failure === null ? null : (
        <FailureBox failure={answer.failure} title={words.t('admin.failed')} onAgain={answer.reload} />
      )}
      {answer.loading ? <Loading what={words.t('loading')} /> : null}
      {answer.value === null || answer.value.may ? null : <Notice tone="info">{words.t('admin.readOnly')}</Notice>}
      {answer.value === null ? null : <Tab tab={tab} gov={answer.value} />}
    </>
  )
}

function Tab({ tab, gov }: { tab: AdminTab; gov: Governance }) {
  switch (tab) {
    case 'services':
      return <ServicesTab gov={gov} />
    case 'numbers':
      return <NumbersTab gov={gov} />
    case 'policy':
      return <PolicyTab gov={gov} />
    case 'people':
      return <PeopleTab gov={gov} />
  }
}
