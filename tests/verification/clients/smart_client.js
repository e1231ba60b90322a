// An app made with the JavaScript client of SMART: says where to send its user, is told where they came back to, reads.
const fhirclient = require("fhirclient");
const readline = require("readline");

const [base, clientId, redirectUri, scope] = process.argv.slice(2);
const kept = {};
const storage = {
    get: async (key) => kept[key],
    set: async (key, value) => (kept[key] = value),
    unset: async (key) => delete kept[key],
};
const asIf = (url) => ({ url, headers: { host: "app.example" }, socket: { encrypted: true }, protocol: "https" });
const response = { redirect: () => {}, writeHead: () => {}, end: () => {} };

async function main() {
    const begin = fhirclient(asIf("/launch"), response, storage);
    const away = await begin.authorize({ iss: base, clientId, redirectUri, scope, pkceMode: "required", noRedirect: true });
    console.log(away);
    const back = await new Promise((done) => readline.createInterface({ input: process.stdin }).once("line", done));
    const there = new URL(back);
    const client = await fhirclient(asIf(there.pathname + there.search), response, storage).ready();
    const patient = await client.patient.read();
    const observations = await client.request(`Observation?patient=${client.patient.id}&category=laboratory`, {
        pageLimit: 0,
        flat: true,
    });
    const before = client.state.tokenResponse.access_token;
    await client.refresh();
    await client.request(`Patient/${client.patient.id}`);
    console.log(
        JSON.stringify({
            patient: client.patient.id,
            family: patient.name[0].family,
            observations: observations.length,
            renewed: client.state.tokenResponse.access_token !== before,
            fhirUser: client.user.fhirUser,
        }),
    );
}

main().then(
    () => process.exit(0),
    (error) => {
        console.error(error);
        process.exit(1);
    },
);
