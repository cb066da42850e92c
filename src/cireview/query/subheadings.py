"""MeSH subheadings: two letters and name. Ovid, Embase, EBSCO and Cochrane take letters, PubMed names.

Source: https://www.nlm.nih.gov/mesh/subhierarchy.html
"""

from __future__ import annotations

_LISTED = """
ab abnormalities; ac analogs and derivatives; ad administration and dosage; ae adverse effects; ag
agonists; ah anatomy and histology; ai antagonists and inhibitors; an analysis; bi biosynthesis; bl
blood; bs blood supply; cf cerebrospinal fluid; ch chemistry; ci chemically induced; cl
classification; cn congenital; co complications; cs chemical synthesis; ct contraindications; cy
cytology; de drug effects; df deficiency; dg diagnostic imaging; dh diet therapy; di diagnosis; dt
drug therapy; ec economics; ed education; eh ethnology; em embryology; en enzymology; ep
epidemiology; es ethics; et etiology; ge genetics; gd growth and development; hi history; im
immunology; in injuries; ip isolation and purification; ir innervation; is instrumentation; lj
legislation and jurisprudence; me metabolism; mi microbiology; mo mortality; mt methods; nu nursing;
og organization and administration; pa pathology; pc prevention and control; pd pharmacology; ph
physiology; pk pharmacokinetics; po poisoning; pp physiopathology; ps parasitology; px psychology;
py pathogenicity; ra radiation effects; rh rehabilitation; rt radiotherapy; sc secondary; sd supply
and distribution; se secretion; sn statistics and numerical data; st standards; su surgery; td
trends; th therapy; tm transmission; to toxicity; tp transplantation; tu therapeutic use; ul
ultrastructure; ur urine; us ultrasonography; ut utilization; ve veterinary; vi virology
"""

NAMES = {
    entry.split(maxsplit=1)[0]: entry.split(maxsplit=1)[1].strip()
    for entry in _LISTED.replace("\n", " ").split(";")
}
DRUG_LINK = "dd_"
"""What Embase writes before the letters of a subheading that holds for drugs."""
CODES = {name: code for code, name in reversed(NAMES.items())}


def name_subheading(text: str) -> str:
    """Return the name of a subheading that stands as its two letters or its name."""
    plain = " ".join(text.replace("&", "and").lower().split())
    return NAMES.get(plain, plain)


def code_subheading(name: str) -> str:
    """Return the two letters of a subheading, empty for one that has none here."""
    return name.removeprefix(DRUG_LINK) if name.startswith(DRUG_LINK) else CODES.get(name, "")
