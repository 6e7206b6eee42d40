"""Attendance reports of Microsoft Teams in the languages people use it in, and in one not known."""

from __future__ import annotations

import pytest

from tests.gatherings.reports import moment, people, problems, read, report


def test_report_is_read_when_it_is_german():
    found = report("teams_german.csv")

    assert (found.title, found.starts_at) == ("Montagsrunde", moment(2026, 10, 6, 18))
    assert people(found) == [
        ("Greta Sommer", "greta.sommer@halden.example", 59 * 60),
        ("Ivo Němec", "", 15 * 60),
    ]
    assert problems(found) == []


@pytest.mark.parametrize(
    ("sections", "head", "activity", "long"),
    [
        (
            ("1. Résumé", "2. Participants", "3. Activités pendant la réunion"),
            (
                "Nom | Première participation | Dernier départ | Durée de la réunion | E-mail | "
                "ID du participant (UPN) | Rôle"
            ),
            "Nom | Heure d'arrivée | Heure de départ | Durée | E-mail | Rôle",
            "1 h 2 min 5 s",
        ),
        (
            ("1. Resumen", "2. Participantes", "3. Actividades en la reunión"),
            (
                "Nombre | Primera unión | Última salida | Duración de la reunión | "
                "Correo electrónico | Id. de participante (UPN) | Rol"
            ),
            "Nombre | Hora de unión | Hora de salida | Duración | Correo electrónico | Rol",
            "1 hora 2 minutos 5 segundos",
        ),
        (
            ("1. Resumo", "2. Participantes", "3. Atividades em Reunião"),
            (
                "Nome | Primeira Entrada | Última Saída | Duração da Reunião | Email | "
                "ID do participante (UPN) | Função"
            ),
            "Nome | Horário de Entrada | Horário de Saída | Duração | Email | Função",
            "1h 2m 5s",
        ),
        (
            ("1. Riepilogo", "2. Partecipanti", "3. Attività nella riunione"),
            (
                "Nome | Primo accesso | Ultima uscita | Durata della riunione | Posta elettronica | "
                "ID partecipante (UPN) | Ruolo"
            ),
            "Nome | Ora di accesso | Ora di uscita | Durata | Posta elettronica | Ruolo",
            "1 ora 2 min 5 sec",
        ),
        (
            ("1. Overzicht", "2. Deelnemers", "3. Activiteiten in de vergadering"),
            (
                "Naam | Eerste deelname | Laatste vertrek | Duur van vergadering | E-mailadres | "
                "Deelnemer-id (UPN) | Rol"
            ),
            "Naam | Tijd van deelname | Tijd van verlaten | Duur | E-mailadres | Rol",
            "1 u 2 min 5 sec",
        ),
        (
            ("1. Podsumowanie", "2. Uczestnicy", "3. Działania na spotkaniu"),
            (
                "Imię i nazwisko | Pierwsze dołączenie | Ostatnie opuszczenie | "
                "Czas udziału w spotkaniu | Adres e-mail | Identyfikator uczestnika (UPN) | Rola"
            ),
            (
                "Imię i nazwisko | Czas dołączenia | Czas opuszczenia | Czas trwania | "
                "Adres e-mail | Rola"
            ),
            "1 godz. 2 min 5 sek.",
        ),
        (  # a language that is not known: everything is found by what it holds
            ("1. Yhteenveto", "2. Osallistujat", "3. Toiminta kokouksessa"),
            "Nimi | Liittyi | Poistui | Kesto | Sähköposti | Tunnus (UPN) | Rooli",
            "Nimi | Liittyi | Poistui | Kesto | Sähköposti | Rooli",
            "1 h 2 min 5 s",
        ),
    ],
)
def test_report_is_read_when_it_is_in_another_language(sections, head, activity, long):
    one, two, three = sections
    row = f"Ana Marković | 22.7.2026, 19:00:00 | 22.7.2026, 20:02:05 | {long} | ana@halden.example"
    found = read(
        one,
        "Kuka | Monday round",
        "Koska | 22.7.2026, 18:58:00",
        two,
        head,
        f"{row} | ana@halden.example | X",
        "Tom Aas | 22.7.2026, 19:00:00 | 22.7.2026, 19:10:00 | 10 min |  |  | X",
        three,
        activity,
        f"{row} | X",
        "Tom Aas | 22.7.2026, 19:00:00 | 22.7.2026, 19:04:00 | 4 min |  | X",
        "Tom Aas | 22.7.2026, 19:06:00 | 22.7.2026, 19:10:00 | 4 min |  | X",
    )

    assert people(found) == [
        ("Ana Marković", "ana@halden.example", 3725),
        ("Tom Aas", "", 480),
    ]
    assert (found.title, found.starts_at) == ("Monday round", moment(2026, 7, 22, 18, 58))


def test_report_names_headings_that_it_had_to_understand_by_their_cells():
    found = read(
        "2. Osallistujat",
        "Nimi | Liittyi | Poistui | Kesto | Sähköposti | Rooli",
        "Ana Marković | 22.7.2026 19:00 | 22.7.2026 20:00 | 1 h | ana@halden.example | Puhuja",
    )

    assert people(found) == [("Ana Marković", "ana@halden.example", 3600)]
    assert problems(found) == [
        (
            "file.csv, row 2: These headings are not known; the cells below told what they mean: "
            "“Nimi”, “Kesto”, “Liittyi”, “Poistui”, “Sähköposti”."
        ),
        "file.csv, row 2: These columns are not used: “Rooli”.",
    ]
