"""The headings of attendance files, in the languages of the programs that write them.

English, German, French, Spanish, Portuguese, Italian, Dutch and Polish. A heading that is not
here is no obstacle: its column is then found by what it holds.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mandorla.people.roster.headings import squashed, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

NUMBERED = re.compile(r"\s*(\d{1,2})\s*[.)]\s*\D")

KNOWN = {
    "name": (
        "Name; Full Name; Participant; Participant Name; Attendee; Attendee Name; User Name; "
        "Name (Original Name); FullName; Display Name; Teilnehmername; Vollständiger Name; "
        "Anzeigename; Nom; Nom complet; Participant; Nombre; Nombre completo; Nome; Nome completo; "
        "Nome do participante; Nome partecipante; Naam; Volledige naam; Naam deelnemer; "
        "Imię i nazwisko; Pełne imię i nazwisko; Nazwa; Pełna nazwa"
    ),
    "first_name": (
        "First name; Given name; Vorname; Prénom; Primeiro nome; Voornaam; Imię; Nombre de pila"
    ),
    "last_name": (
        "Last name; Surname; Nachname; Nom de famille; Apellido; Apellidos; Sobrenome; Cognome; "
        "Achternaam; Nazwisko"
    ),
    "email": (
        "Email; E-mail; User Email; Email Address; Mail; E-Mail-Adresse; Benutzer-E-Mail; "
        "Adresse e-mail; Adresse électronique; Courriel; E-mail de l'utilisateur; "
        "Correo; Correo electrónico; Dirección de correo electrónico; Endereço de email; "
        "E-mail do usuário; Indirizzo e-mail; Indirizzo di posta elettronica; Posta elettronica; "
        "E-mailadres; E-mailadres van gebruiker; Adres e-mail; Adres poczty elektronicznej"
    ),
    "account": (
        "Participant ID; UPN; User Principal Name; Teilnehmer-ID; ID du participant; "
        "Identifiant du participant; Id. de participante; ID de participante; ID del participante; "
        "ID do participante; ID partecipante; Deelnemer-id; Id van deelnemer; "
        "Identyfikator uczestnika"
    ),
    "start": (
        "First Join; First Join Time; Join Time; Time Joined; Joined; Joined at; "
        "Erster Beitritt; Erste Teilnahme; Beitrittszeit; Beitrittszeitpunkt; Beitreten; "
        "Beigetreten; Beitritt; Zeitpunkt des Beitritts; Teilnahmezeit; "
        "Première participation; Première connexion; Première arrivée; Premier accès; "
        "Heure d'arrivée; Heure de connexion; Heure de participation; Heure d'entrée; "
        "Primera unión; Primera incorporación; Primer acceso; Primera entrada; Hora de unión; "
        "Hora de incorporación; Hora de entrada; Hora de ingreso; Hora de acceso; "
        "Primeira entrada; Primeiro ingresso; Primeira participação; Horário de entrada; "
        "Hora de ingresso; Hora de adesão; "
        "Primo accesso; Prima partecipazione; Ora di accesso; Ora di partecipazione; "
        "Ora di ingresso; Ora di entrata; "
        "Eerste deelname; Eerste keer deelgenomen; Deelnametijd; Tijd van deelname; "
        "Tijdstip van deelname; Tijdstip deelname; "
        "Pierwsze dołączenie; Czas dołączenia; Godzina dołączenia; Godzina wejścia"
    ),
    "end": (
        "Last Leave; Last Leave Time; Leave Time; Time Exited; Time Left; Left; Left at; "
        "Letztes Verlassen; Letzter Austritt; Verlassenszeit; Verlassen; Austrittszeit; "
        "Zeitpunkt des Verlassens; "
        "Dernier départ; Dernière sortie; Dernière déconnexion; Heure de départ; "
        "Heure de sortie; Heure de déconnexion; "
        "Última salida; Último abandono; Hora de salida; Hora de abandono; "
        "Última saída; Horário de saída; Hora de saída; Hora da saída; "
        "Ultima uscita; Ultimo abbandono; Ora di uscita; Ora di abbandono; "
        "Laatst verlaten; Laatste vertrek; Laatste keer verlaten; Tijd van verlaten; "
        "Tijdstip van verlaten; Vertrektijd; "
        "Ostatnie opuszczenie; Ostatnie wyjście; Czas opuszczenia; Godzina opuszczenia; "
        "Godzina wyjścia; Czas wyjścia"
    ),
    "seconds": (
        "Duration; In-Meeting Duration; Meeting Duration; Attendance Duration; Time in Call; "
        "Total Duration; Time in Session; Total Attendance Time; "
        "Dauer; Dauer der Besprechung; Dauer in der Besprechung; Besprechungsdauer; "
        "Anwesenheitsdauer; Gesamtdauer; "
        "Durée; Durée de la réunion; Durée dans la réunion; Durée en réunion; Durée totale; "
        "Duración; Duración de la reunión; Duración en la reunión; Duración en reunión; "
        "Duración total; "
        "Duração; Duração da reunião; Duração na reunião; Duração em reunião; Duração total; "
        "Durata; Durata della riunione; Durata nella riunione; Durata in riunione; Durata totale; "
        "Duur; Duur van vergadering; Duur in vergadering; Vergaderduur; Totale duur; "
        "Czas trwania; Czas udziału w spotkaniu; Czas trwania spotkania; "
        "Czas trwania w spotkaniu; Łączny czas trwania"
    ),
    "role": "Role; Rolle; Rôle; Rol; Función; Função; Ruolo; Rola",
    "action": (
        "User Action; Action; Benutzeraktion; Aktion; Action de l'utilisateur; "
        "Action utilisateur; Acción del usuario; Acción de usuario; Acción; Ação do usuário; "
        "Ação do utilizador; Ação; Azione utente; Azione; Gebruikersactie; Actie; "
        "Akcja użytkownika; Działanie użytkownika; Akcja"
    ),
    "moment": (
        "Timestamp; UtcEventTimestamp; Time; Zeitstempel; Uhrzeit; Horodatage; Heure; "
        "Marca de tiempo; Hora; Carimbo de data/hora; Registro de data e hora; Timestamp; "
        "Indicatore data e ora; Ora; Tijdstempel; Tijd; Sygnatura czasowa; Znacznik czasu; Czas"
    ),
    "guest": "Guest; Gast; Invité; Invitado; Convidado; Ospite; Gość",
    "waiting": "In Waiting Room; Waiting Room; Im Warteraum; En salle d'attente; En sala de espera",
    "attended": "Attended; Teilgenommen; A participé; Asistió; Participou",
    "session": "SessionId",
    "unused": (
        "UserAgent; ParticipantId; Recording Consent; Recording Disclaimer Response; User ID; "
        "Registration Time; Approval Status; Country/Region Name; Company; Phone; Phone Number; "
        "Registration Status; Registration Opt-in Consent; Is Guest"
    ),
}
_FIELD_OF = {
    squashed(heading): field
    for field, headings in reversed(KNOWN.items())
    for heading in headings.split(";")
}
_FIELD_OF[squashed("ParticipantId")] = "account"  # of live events too: it joins their rows
# What a meeting says of itself before its people, by the row or the column.
FACTS = {
    "title": (
        "Meeting Title; Title; Topic; Besprechungstitel; Titel der Besprechung; Thema; "
        "Titre de la réunion; Sujet; Título de la reunión; Tema; Título da reunião; Tópico; "
        "Titolo della riunione; Titolo riunione; Argomento; Titel van vergadering; "
        "Vergaderingstitel; Onderwerp; Tytuł spotkania; Temat"
    ),
    "start": (
        "Start time; Meeting Start Time; Startzeit; Beginn; Beginn der Besprechung; "
        "Startzeit der Besprechung; Heure de début; Heure de début de la réunion; "
        "Hora de inicio; Hora de inicio de la reunión; Hora de início; "
        "Hora de início da reunião; Ora di inizio; Ora inizio riunione; "
        "Ora di inizio riunione; Begintijd; Starttijd; Begintijd van vergadering; "
        "Godzina rozpoczęcia; Czas rozpoczęcia; Godzina rozpoczęcia spotkania"
    ),
    "end": (
        "End time; Meeting End Time; Endzeit; Ende; Ende der Besprechung; "
        "Endzeit der Besprechung; Heure de fin; Heure de fin de la réunion; "
        "Hora de finalización; Hora de fin; Hora de finalización de la reunión; "
        "Hora de término; Hora de término da reunião; Hora de fim; Ora di fine; "
        "Ora fine riunione; Ora di fine riunione; Eindtijd; Eindtijd van vergadering; "
        "Godzina zakończenia; Czas zakończenia; Godzina zakończenia spotkania"
    ),
}
_FACT_OF = {
    squashed(heading): fact for fact, headings in FACTS.items() for heading in headings.split(";")
}


def field_of(heading: str) -> str:
    """What a column is for by its heading; empty when the heading is not known.

    >>> field_of("Letztes Verlassen"), field_of("Name (Original Name)"), field_of("Lunch")
    ('end', 'name', '')
    """
    return _FIELD_OF.get(squashed(heading), "")


def fact_of(heading: str) -> str:
    """What a row or column before the people is about: title, start, end, or nothing known."""
    return _FACT_OF.get(squashed(heading), "")


def known_count(cells: Sequence[str]) -> int:
    """How many different columns a row names."""
    return len({field_of(cell) for cell in cells if cell.strip()} - {"", "unused"})


def says_original(headings: Sequence[str]) -> bool:
    """Whether the names are written "Chosen (Original)", as Zoom does."""
    return any("original name" in words_of(heading) for heading in headings)
