"""/datos lists what can be had, and explains each column of it."""

import json
import re

from core.filters import DOMAINS, Dimension


def test_the_catalogue_names_every_file_and_each_can_be_had(client):
    page = client.get("/datos")
    told = json.loads(client.get("/datos?formato=json").text)
    assert told["@type"] == "dcat:Catalog"
    addresses = [
        d["dcat:downloadURL"] for each in told["dcat:dataset"] for d in each["dcat:distribution"]
    ]
    assert len(addresses) == len(set(addresses)) > 900
    text = [a for a in addresses if re.search(r"formato=(csv|json|geojson)$", a)]
    for address in text[::17]:
        assert client.get(address).status_code == 200, address
    for each in told["dcat:dataset"]:
        assert each["dct:title"]
        assert each["dct:license"]
        assert each["dct:identifier"] in each["dct:bibliographicCitation"]
    linked = {a.replace("&amp;", "&") for a in re.findall(r'"(/[^"]+formato=csv)"', page.text)}
    assert linked
    assert linked <= {address.partition("127.0.0.1")[2] for address in addresses}
    assert client.get("/datos?nada=1").status_code == 400


def test_every_column_of_every_file_is_explained(client):
    page = client.get("/datos").text
    told = json.loads(client.get("/datos?formato=json").text)
    named = {name for each in told["dcat:dataset"] for name in each["dcat:keyword"]}
    explained = set(re.findall(r"<code>(\w+)</code>", page))
    coded = {  # the columns of the figures of one code
        *DOMAINS[Dimension.FORM].codes,
        *(f"weekday_{day}" for day in DOMAINS[Dimension.WEEKDAY].codes),
        *(f"origin_{place}" for place in DOMAINS[Dimension.ORIGIN].codes),
    }
    for name in named:
        bare = re.sub(r"_(status|label)$", "", name)
        assert name in explained or bare in explained or bare in coded, name
