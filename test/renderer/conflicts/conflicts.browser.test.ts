import { conflictsSuite } from './conflicts-suite.ts'

conflictsSuite('Chromium')
