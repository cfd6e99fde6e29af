#!/usr/bin/env bash
# Makes flights-20k.csv.gz from the npm package, bit for bit. Needs npm, node, GNU gzip and sha256sum.
set -euo pipefail

package=vega-datasets@3.2.1
source_sha256=52f0ddd892d4569284b845e17323abc9afb7d303ec8f63251634a20327a610bb
csv_sha256=daaa87b2dcdf6b1dc1acfa6fc94e4cd56c3ca15535e17f3cdfd7edc68308f174

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm pack --silent "$package" >/dev/null
tar -xzf vega-datasets-*.tgz package/data/flights-20k.json
echo "$source_sha256  package/data/flights-20k.json" | sha256sum --check --quiet

node - package/data/flights-20k.json >flights-20k.csv <<'JS'
const flights = JSON.parse(require("fs").readFileSync(process.argv[2], "utf8"));
const lines = ["date,delay,distance,origin,destination"];
for (const { date, delay, distance, origin, destination } of flights) {
  // 2001/01/14 21:55 -> 2001-01-14T21:55
  const time = date.replace(/^(\d{4})\/(\d\d)\/(\d\d) (\d\d:\d\d)$/, "$1-$2-$3T$4");
  if (time === date) throw new Error(`not a date of the form 2001/01/14 21:55: ${date}`);
  lines.push([time, delay, distance, origin, destination].join(","));
}
process.stdout.write(lines.join("\n") + "\n");
JS
echo "$csv_sha256  flights-20k.csv" | sha256sum --check --quiet

# -n leaves name and time out of the header, so that the same rows give the same bytes.
gzip -9 -n <flights-20k.csv >flights-20k.csv.gz
mv flights-20k.csv.gz "$here/flights-20k.csv.gz"
sha256sum "$here/flights-20k.csv.gz"
