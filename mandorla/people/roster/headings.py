"""The headings that rosters use, as data: what is recognized and what is never read."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

# What a column can be used for. The order is the one of the page where columns are chosen.
FIELDS = {
    "email": _("e-mail address"),
    "employee_number": _("employee number"),
    "name": _("full name"),
    "first_name": _("first name"),
    "last_name": _("last name"),
    "preferred_name": _("preferred name"),
    "job_title": _("job title"),
    "unit": _("unit (department)"),
    "division": _("division above the unit"),
    "unit_path": _("path of units (/Sales/EMEA)"),
    "status": _("status (active or left)"),
    "user_type": _("kind of account (guests are left out)"),
}

# Other words a person may write after the "=" of --map.
FIELD_ALIASES = {
    "e-mail": "email",
    "mail": "email",
    "employee_id": "employee_number",
    "employeenumber": "employee_number",
    "full_name": "name",
    "title": "job_title",
    "department": "unit",
    "path": "unit_path",
}

# Squashed headings (see `squashed`) of the exports we know, best column of a field first.
KNOWN = {
    "email": (
        "workemail workemailaddress emailwork businessemail companyemail corporateemail "
        "primaryworkemail email emailaddress mail primaryemail emailprimary emailadresse "
        "adressemail adresseemail courriel correo correoelectronico emailaddressrequired "
        "userprincipalname upn"
    ),
    "employee_number": (
        "employeeid employeenumber employeeno employeenum employeecode empid empno empnumber "
        "workerid personid personnumber personnelnumber staffid staffnumber personalnummer "
        "mitarbeiternummer matricule personeelsnummer numerodeempleado legajo badgenumber"
    ),
    "name": (
        "displayname fullname name employeename workername employee worker legalname "
        "legalfullname mitarbeiter nomcomplet nombrecompleto vollstandigername"
    ),
    "first_name": "firstname givenname forename vorname prenom nombre voornaam nome legalfirstname",
    "last_name": (
        "lastname surname familyname nachname familienname nom apellido apellidos achternaam "
        "cognome legallastname"
    ),
    "preferred_name": "preferredname preferredfirstname knownas nickname rufname",
    "job_title": (
        "jobtitle title position positiontitle employeetitle businesstitle jobname jobprofile "
        "role stelle funktion stellenbezeichnung poste fonction puesto cargo functie"
    ),
    "unit": (
        "department departmentname dept deptname orgunit organizationalunit organisationalunit "
        "unit unitname abteilung departement service departamento afdeling reparto "
        "supervisoryorganization organization organisation"
    ),
    "division": "division divisionname bereich direction division1 businessunit geschaftsbereich",
    "unit_path": "orgunitpath unitpath organizationpath orgpath",
    "status": (
        "status employmentstatus employeestatus workerstatus accountstatus accountenabled "
        "active isactive enabled"
    ),
    "user_type": "usertype accounttype",
}

# Who somebody reports to: recognized and left alone, because communities do not need it.
MANAGER = (
    "manager managername manageremail managerid managersemail managersname manageremployeeid "
    "reportsto reportingto supervisor supervisorname supervisoremail supervisorid linemanager "
    "vorgesetzter vorgesetzte responsable jefe leidinggevende"
)

# Headings that only exist in lists of who came to a meeting.
ATTENDANCE = (
    "jointime leavetime firstjoin lastleave timejoined timeexited inmeetingduration duration "
    "durationminutes totalduration totaldurationminutes useraction attendance attendanceduration "
    "rsvp rsvpedon recordingconsent participantidupn joinedat leftat"
)


@dataclass(frozen=True)
class Private:
    """A kind of column that is never read.

    Attributes:
        kind: What it holds, in words.
        words: The heading has one of these words.
        stems: The heading, without anything but letters and digits, contains one of these.
        whole: The heading is exactly one of these.
    """

    kind: object
    words: frozenset[str]
    stems: tuple[str, ...]
    whole: frozenset[str] = frozenset()


def _private(kind: object, *, words: str, stems: str, whole: str = "") -> Private:
    return Private(kind, frozenset(words.split()), tuple(stems.split()), frozenset(whole.split()))


PRIVATE = (
    _private(
        _("pay"),
        words=(
            "pay pays payment payments comp compa wage wages rate rates bonus bonuses ote ctc tcc "
            "earnings income commission commissions stipend allowance allowances overtime grade "
            "band equity stock rsu rsus shares usd eur gbp chf cad aud inr jpy brl hourly gross "
            "net brutto netto paie sueldo nomina loon bezuege bezuge tarif merit cost costs paid "
            "payroll"
        ),
        stems=(
            "salar salair gehalt lohn verguetung vergutung entgelt besoldung remuner compens wages "
            "payrate payscale payband paygrade basepay totalpay totalcomp basecomp comprate "
            "comparatio wynagrodz pensja stipend ordenado vencimento retribu hourlyrate dayrate "
            "annualrate"
        ),
        whole="base annual annually monthly amount",
    ),
    _private(
        _("birth date or age"),
        words="dob bday born age ages yob alter",
        stems="birth geburt naissance nacim nascim nascita geboorte urodz fodsel fodels dateofb",
        whole="dob",
    ),
    _private(
        _("password or secret"),
        words=(
            "pwd pw pass pin secret secrets hash salt credential credentials token tokens otp mfa "
            "2fa haslo senha apikey"
        ),
        stems=(
            "passw passcode passphrase kennwort motdepasse contrasen wachtwoord recoverycode "
            "securityquestion securityanswer apikey privatekey"
        ),
    ),
    _private(
        _("national or tax number"),
        words=(
            "ssn sin nin nino tin itin nric aadhaar aadhar cpf curp dni nie bsn pesel ahv nss visa "
            "passport cnic"
        ),
        stems=(
            "socialsecurity socialinsurance nationalid nationalinsurance taxid taxnumber taxpayer "
            "taxcode passport identitycard identitynumber idcard driverlicen driverslicen "
            "drivinglicen steuerid steuernummer sozialversicherung personnummer codicefiscale "
            "securitesociale greencard workpermit governmentid citizenid"
        ),
    ),
    _private(
        _("bank account"),
        words="iban bic swift bank routing kontonummer konto",
        stems="bankaccount accountnumber accountno sortcode directdeposit creditcard cardnumber",
    ),
    _private(
        _("private life or health"),
        words=(
            "gender sex sexe sexo geschlecht pronoun pronouns marital married spouse children "
            "dependents dependants race races racial disabled veteran sick sickness illness blood "
            "dietary allergies maternity paternity pregnancy konfession criminal union"
        ),
        stems=(
            "gender maritalstatus familienstand ethnic nationality citizenship staatsangeh religio "
            "disabil health medical sexualorient emergencycontact nextofkin backgroundcheck vaccin "
            "veteranstat"
        ),
    ),
    _private(
        _("private contact details"),
        words=(
            "phone phones telephone telefon mobile cell cellphone handy fax street strasse zip "
            "zipcode postcode postal plz ip"
        ),
        stems=(
            "homeaddress streetaddress ipaddress homeemail personalemail privateemail emailhome "
            "emailpersonal phonenumber telephonenumber mobilenumber postalcode homephone "
            "recoveryemail recoveryphone secondaryemail"
        ),
        whole="address address1 address2 addressline1 addressline2 anschrift adresse",
    ),
    _private(
        _("assessment"),
        words="rating ratings performance discipline talent absence absences flightrisk 9box",
        stems="performancerat disciplinar terminationreason leavereason reasonforleaving",
    ),
)

# Words that look private in a heading which is not.
_HARMLESS = (
    re.compile(r"\bcost cent(er|re)\b"),
    re.compile(r"\bpayroll (id|number|no|code|company|entity)\b"),
)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_NOT_WORD = re.compile(r"[^a-z0-9$€£]+")
_BRACKETS = re.compile(r"\[[^\]]*\]|\([^)]*\)")


def words_of(heading: str) -> str:
    """The words of a heading: "payRate [Required]" reads "pay rate required"."""
    split = _CAMEL.sub(" ", heading.replace("#", " number "))
    plain = unicodedata.normalize("NFKD", split.replace("ß", "ss")).casefold()
    plain = "".join(c for c in plain if not unicodedata.combining(c) and c.isprintable())
    return _NOT_WORD.sub(" ", plain).strip()


def squashed(heading: str) -> str:
    """A heading as it is looked up: "E-Mail Address [Required]" reads "emailaddress"."""
    return words_of(_BRACKETS.sub(" ", heading)).replace(" ", "")


def private_kind(heading: str) -> object | None:
    """What a column holds that is never read, in words; None when it may be read."""
    words = words_of(heading)
    for harmless in _HARMLESS:
        words = harmless.sub(" ", words)
    letters = words.replace(" ", "")
    plain = letters.translate({ord(c): None for c in "$€£"})
    for private in PRIVATE:
        if (
            private.words.intersection(words.split())
            or any(stem in plain for stem in private.stems)
            or letters in private.whole
            or plain in private.words
        ):
            return private.kind
    if plain != letters:  # a currency sign
        return PRIVATE[0].kind
    return None
