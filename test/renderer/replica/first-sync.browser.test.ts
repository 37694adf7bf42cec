import { firstSyncSuite } from './first-sync-suite.ts'

firstSyncSuite('Chromium')
