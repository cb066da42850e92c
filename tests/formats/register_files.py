"""Files of registers; all trials are invented, the structure is that of the origin named beside each."""

# ruff: noqa: E501 a line of a file is one line here
import json

# Columns: the header that ctgov's API sends (field list of several public clients of /api/v2/studies?format=csv).
CTGOV_CSV = (
    "NCT Number,Study Title,Study URL,Acronym,Study Status,Brief Summary,Study Results,Conditions,Interventions,"
    "Primary Outcome Measures,Sponsor,Collaborators,Phases,Enrollment,Study Type,Other IDs,Start Date,First Posted,Locations\n"
    "NCT00000001,A trial of walking,https://clinicaltrials.gov/study/NCT00000001,WALK,COMPLETED,To see if walking helps.,NO,"
    'Stroke|Gait,BEHAVIORAL: walking,Speed,"Ministry of Health, Welfare and Sport",Univ Y,NA,40,INTERVENTIONAL,X-1,2015-01,2015-02-03,"Town, Country"\n'
)
# Columns: kaustcovid19/data, en/HealthCare/clinicalTrials_Summary/README.md, which lists those of the old download.
CTGOV_OLD_CSV = (
    "Rank,NCT Number,Title,Acronym,Status,Study Results,Conditions,Interventions,Outcome Measures,Sponsor/Collaborators,Gender,"
    "Age,Phases,Enrollment,Funded Bys,Study Type,Study Designs,Other IDs,Start Date,Primary Completion Date,Completion Date,"
    "First Posted,Results First Posted,Last Update Posted,Locations,Study Documents,URL\n"
    "1,NCT00000001,A trial of walking,WALK,Completed,No Results Available,Stroke|Gait,Behavioral: walking,Speed,Univ X|Univ Y,All,18 Years and older,"
    'Phase 1|Phase 2,40,Other,Interventional,Allocation: Randomized,X-1,January 2015,March 2016,April 2016,"February 3, 2015",,"May 3, 2015",,,https://ClinicalTrials.gov/show/NCT00000001\n'
)
# Members: the study that coreason_etl_clinicaltrialsgov and other public clients of /api/v2/studies keep as fixtures.
CTGOV_STUDY = {
    "protocolSection": {
        "identificationModule": {
            "nctId": "NCT00000001",
            "orgStudyIdInfo": {"id": "X-1"},
            "briefTitle": "A trial of walking",
            "officialTitle": "A Randomised Trial of Walking",
            "acronym": "WALK",
        },
        "statusModule": {
            "overallStatus": "COMPLETED",
            "startDateStruct": {"date": "2015-01"},
            "studyFirstSubmitDate": "2015-02-01",
            "studyFirstPostDateStruct": {"date": "2015-02-03", "type": "ACTUAL"},
        },
        "sponsorCollaboratorsModule": {
            "leadSponsor": {"name": "Univ X", "class": "OTHER"},
            "collaborators": [{"name": "Univ Y", "class": "OTHER"}],
        },
        "descriptionModule": {"briefSummary": "To see if walking helps."},
        "conditionsModule": {"conditions": ["Stroke", "Gait"], "keywords": ["walk"]},
        "designModule": {"studyType": "INTERVENTIONAL", "phases": ["NA"], "enrollmentInfo": {"count": 40}},
        "armsInterventionsModule": {"interventions": [{"type": "BEHAVIORAL", "name": "walking"}]},
        "contactsLocationsModule": {
            "overallOfficials": [{"name": "Ann Roe", "role": "PRINCIPAL_INVESTIGATOR"}]
        },
    },
    "derivedSection": {"miscInfoModule": {"versionHolder": "2026-08-13"}},
    "resultsSection": {"participantFlowModule": {"groups": [{"id": "FG000"}]}},
    "hasResults": True,
}
CTGOV_JSON = json.dumps([CTGOV_STUDY], indent=1)
CTGOV_API = json.dumps({"totalCount": 1, "studies": [CTGOV_STUDY], "nextPageToken": "x"})
# Elements: MoravianCollege/clashboard, ClinicalTrialXMLREADME.md, after public.xsd of the register.
CTGOV_XML = """<?xml version="1.0" encoding="UTF-8"?>
<clinical_study rank="1">
  <!-- This xml conforms to an XML Schema -->
  <required_header><download_date>Today</download_date><link_text>Link</link_text><url>https://clinicaltrials.gov/show/NCT00000001</url></required_header>
  <id_info><org_study_id>X-1</org_study_id><nct_id>NCT00000001</nct_id></id_info>
  <brief_title>A trial of walking</brief_title>
  <official_title>A Randomised Trial of Walking</official_title>
  <sponsors><lead_sponsor><agency>Univ X</agency><agency_class>Other</agency_class></lead_sponsor>
  <collaborator><agency>Univ Y</agency></collaborator></sponsors>
  <brief_summary><textblock>
      To see if
      walking helps.
    </textblock></brief_summary>
  <overall_status>Completed</overall_status>
  <start_date>January 2015</start_date>
  <study_type>Interventional</study_type>
  <condition>Stroke</condition><condition>Gait</condition>
  <intervention><intervention_type>Behavioral</intervention_type><intervention_name>walking</intervention_name></intervention>
  <overall_official><last_name>Ann Roe</last_name></overall_official>
  <study_first_posted type="Actual">February 3, 2015</study_first_posted>
  <condition_browse><mesh_term>Stroke</mesh_term></condition_browse>
  <clinical_results><participant_flow><group_list/></participant_flow></clinical_results>
</clinical_study>
"""
# Columns: a test of an ICTRP export's header in a public monitor of trials (TrialID, Last Refreshed on, ...).
ICTRP_CSV = (
    "TrialID,Last Refreshed on,Public title,Scientific title,Primary sponsor,Date registration,Source Register,web address,"
    "Recruitment Status,Target size,Date enrollement,Study type,Phase,Countries,Condition,Intervention\n"
    "ChiCTR2600000001,21 September 2026,A trial of walking,A Randomised Trial of Walking,Univ X,13/09/2026,ChiCTR,"
    "https://www.chictr.org.cn/showproj.html?proj=1,Recruiting,45,01/05/2027,Interventional,N/A,China,Stroke,walking\n"
)
# Elements: the list with shares of 3,030 exported trials in chictr-mcp-server's notes on ICTRP's XML, whose values end in line ends.
ICTRP_XML = """<?xml version='1.0' encoding='UTF-8' ?>
<Trials_downloaded_from_ICTRP>
  <Trial>
    <Export_date>10/04/2026 04:51:51
    </Export_date>
    <Internal_Number>16104120
    </Internal_Number>
    <TrialID>ChiCTR2600000001
    </TrialID>
    <Last_Refreshed_on>21 September 2026
    </Last_Refreshed_on>
    <Public_title>A trial of walking
    </Public_title>
    <Scientific_title>A Randomised Trial of Walking
    </Scientific_title>
    <Acronym/>
    <Primary_sponsor>Univ X
    </Primary_sponsor>
    <Date_registration3>20260913
    </Date_registration3>
    <Date_registration>2026-09-13
    </Date_registration>
    <Source_Register>ChiCTR
    </Source_Register>
    <web_address>https://www.chictr.org.cn/showproj.html?proj=1
    </web_address>
    <Study_type>Interventional
    </Study_type>
    <Contact_Lastname>Ann Roe
    </Contact_Lastname>
    <Condition>Stroke
    </Condition>
    <Intervention>walking &lt;br&gt;
    </Intervention>
  </Trial>
</Trials_downloaded_from_ICTRP>
"""
# Elements: answers of https://www.isrctn.com/api/query/format/default kept as fixtures of a public adapter.
ISRCTN_XML = """<allTrials xmlns="http://www.67bricks.com/isrctn" totalCount="1">
  <fullTrial>
    <trial lastUpdated="2026-05-26T15:09:37.845Z" version="12" publicIdentifierCanonical="ISRCTN00000001" publicIdentifierDateAssigned="2026-05-20T15:09:37Z">
      <isrctn dateAssigned="2026-05-20T15:09:37Z">00000001</isrctn>
      <trialDescription><title>A trial of walking</title><scientificTitle>A Randomised Trial of Walking</scientificTitle>
        <plainEnglishSummary>To see if walking helps.</plainEnglishSummary></trialDescription>
      <externalRefs><doi>10.5555/ISRCTN00000001</doi><clinicalTrialsGovNumber>NCT00000001</clinicalTrialsGovNumber></externalRefs>
      <trialDesign><primaryStudyDesign>Interventional</primaryStudyDesign></trialDesign>
      <conditions><condition><description>Stroke</description></condition></conditions>
      <interventions><intervention><description>walking</description></intervention></interventions>
      <parties><sponsorId>s1</sponsorId></parties>
    </trial>
    <sponsor id="s1"><organisation>Univ X</organisation></sponsor>
    <funder id="f1"><name>Fund Z</name></funder>
  </fullTrial>
</allTrials>
"""
# Lines: summaries of https://www.clinicaltrialsregister.eu (download of a page) in tests of public collectors.
EUCTR_TEXT = """EudraCT Number:          2014-000001-42
Sponsor Protocol Number: X-1
Sponsor Name:            Univ X
Full Title:              A trial of
walking
Start Date:              2014-12-16
Medical condition:       Stroke
Disease:                 Term: Stroke, Level: PT
Population Age:          Adults
Trial protocol:          GB(Ongoing) SE(Completed)
Link:                    https://www.clinicaltrialsregister.eu/ctr-search/search?query=eudract_number:2014-000001-42

"""
# Lines: full details of the same register, as inst/tinytest/test_error_trials_euctr.txt of rfhb/ctrdata has them.
EUCTR_DETAILS = """This file contains full details on each clinical trial selected for download.

Summary
EudraCT Number: 2014-000001-42
Sponsor's Protocol Code Number: X-1
National Competent Authority: Spain - AEMPS
Clinical Trial Type: EEA CTA
Trial Status: Ongoing
Date on which this record was first entered in the EudraCT database: 2014-12-16
Link: https://www.clinicaltrialsregister.eu/ctr-search/trial/2014-000001-42/ES/

A. Protocol Information
A.1 Member State Concerned: Spain - AEMPS
A.2 EudraCT number: 2014-000001-42
A.3 Full title of the trial: A trial of walking
A.3 Full title of the trial (es): Un estudio
A.8 EMA Decision number of Paediatric Investigation Plan:

B. Sponsor Information
Sponsor 1
B.1.1 Name of Sponsor: Univ X
B.1.3.4\tCountry: Spain

E. General Information on the Trial
E.1 Medical condition or disease under investigation
E.1.1 Medical condition(s) being investigated: Stroke
E.2 Objective of the trial
E.2.1 Main objective of the trial: To see if walking helps.
E.3 Principal inclusion criteria: 1. Adults;
2. Walkers by
A. Roe's criteria
"""
# Columns and their N/A: data/CTIS_trials_20250924.csv of brunoamaral/mswarriors, a download of CTIS.
CTIS_CSV = (
    "Trial number,Protocol code,Title of the trial,Overall trial status,Location(s) and recruitment status,Age group,"
    "Age range secondary identifier,Gender,Number of participants enrolled,Trial region,Medical conditions,Therapeutic area,"
    "Trial phase,Product,Primary endpoint,Secondary endpoints,Decision date,Start date,End date,Global end of the trial,"
    "Trial results,Sponsor/Co-Sponsors,Sponsor type,Last updated\n"
    '2024-000001-22-00,N/A,"A trial of\nwalking",Ended,"Spain:Ended, Italy:Ended",18-64 years,N/A,"Female, Male",40,EEA only,Stroke,'
    '"[""Diseases [C]""]",Phase III,"Walk 10 mg, Walk 20 mg",Speed,N/A,17/09/2024,16/03/2022,N/A,N/A,No,"Univ X, Town",Hospital,17/09/2024\n'
)
# Columns: the names by which a public collector of registers (`load_isrctn`) reads ISRCTN's download as CSV.
ISRCTN_CSV = (
    "ISRCTN,EudraCT/CTIS number,ClinicalTrials.gov number,Title,Study type(s),Health condition(s) or problem(s) studied,Phase,"
    "Drug/device/biological/vaccine name(s),Country of recruitment,Overall study status,Date of first enrolment,Sponsor\n"
    "ISRCTN00000001,2014-000001-42,NCT00000001,A trial of walking,Treatment,Stroke,Phase III,Walk,Spain,Completed,16/05/2026,Univ X\n"
)
