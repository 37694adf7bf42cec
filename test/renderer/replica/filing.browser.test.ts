import { filingSuite } from './filing-suite.ts'

filingSuite('Chromium')
