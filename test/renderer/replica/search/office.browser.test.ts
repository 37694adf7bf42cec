import { officeSuite } from './office-suite.ts'

officeSuite('Chromium')
