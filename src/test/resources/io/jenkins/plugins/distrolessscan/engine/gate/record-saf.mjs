// What MITRE's own programs make of the samples of SafSamples. Run in a folder with
//   npm install inspecjs@2.12.6 @mitre/saf@1.5.3
//   node record-saf.mjs SAMPLES saf-results.json
import { createRequire } from 'node:module';
import { readFileSync, writeFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';

const require = createRequire(join(process.cwd(), 'x.js'));
const { convertFileContextual } = require('inspecjs');
const counts = require('@mitre/saf/lib/utils/threshold.js');
const Threshold = require('@mitre/saf/lib/commands/validate/threshold.js').default;
const [samples, output] = process.argv.slice(2);
const results = [];
console.error = () => {};
const log = console.log;
console.log = () => {};
for (let sample = 0; existsSync(join(samples, `${sample}.hdf.json`)); sample++) {
  const file = join(samples, `${sample}.hdf.json`);
  const hdf = readFileSync(file, 'utf8');
  const profile = convertFileContextual(hdf).contains[0];
  const statuses = {};
  for (const control of profile.contains) {
    statuses[control.data.id] = `${control.root.hdf.status}/${control.root.hdf.severity}`;
  }
  process.exitCode = 0;
  await Threshold.run(['-i', file, '-T', join(samples, `${sample}.thresholds.yaml`)], process.cwd() + '/node_modules/@mitre/saf');
  results.push({
    compliance: counts.calculateCompliance(counts.extractStatusCounts(profile)),
    thresholdsMet: !process.exitCode,
    statuses,
    shape: JSON.parse(hdf).profiles[0].controls.map((control) => ({
      id: control.id, impact: control.impact, severity: control.tags.severity,
      results: control.results.map((result) => result.status),
    })),
  });
}
process.exitCode = 0;
writeFileSync(output, JSON.stringify({ inspecjs: '2.12.6', saf: '1.5.3', results }).replaceAll('{"compliance"', '\n{"compliance"') + '\n');
log(`${results.length} samples, ${results.filter((result) => result.thresholdsMet).length} met`);
