import archiveReading from './archive-reading.json' with { type: 'json' }
import archiveTransfer from './archive-transfer.json' with { type: 'json' }
import caterpillarFungusPermit from './caterpillar-fungus-permit.json' with { type: 'json' }
import grasslandStock from './grassland-stock.json' with { type: 'json' }
import grasslandTransfer from './grassland-transfer.json' with { type: 'json' }
import individualCancel from './individual-cancel.json' with { type: 'json' }
import individualChange from './individual-change.json' with { type: 'json' }
import individualSetup from './individual-setup.json' with { type: 'json' }
import medicalInsurance from './medical-insurance.json' with { type: 'json' }
import pastureSubsidy from './pasture-subsidy.json' with { type: 'json' }
import realtyDivision from './realty-division.json' with { type: 'json' }
import realtyMortgage from './realty-mortgage.json' with { type: 'json' }
import realtyMortgageRelease from './realty-mortgage-release.json' with { type: 'json' }
import realtySeizure from './realty-seizure.json' with { type: 'json' }
import realtySeizureRelease from './realty-seizure-release.json' with { type: 'json' }
import realtyStock from './realty-stock.json' with { type: 'json' }
import realtyTransfer from './realty-transfer.json' with { type: 'json' }
import schoolEnrolment from './school-enrolment.json' with { type: 'json' }

/** The services that ship, as documents: whoever publishes one reads it like any other (`readDefinition`). */
export const SERVICES: readonly { readonly code: string; readonly version: number }[] = [
  archiveReading,
  archiveTransfer,
  caterpillarFungusPermit,
  grasslandStock,
  grasslandTransfer,
  individualCancel,
  individualChange,
  individualSetup,
  medicalInsurance,
  pastureSubsidy,
  realtyDivision,
  realtyMortgage,
  realtyMortgageRelease,
  realtySeizure,
  realtySeizureRelease,
  realtyStock,
  realtyTransfer,
  schoolEnrolment,
]
