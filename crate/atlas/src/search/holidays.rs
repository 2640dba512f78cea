//! Public holidays of a place: the eleven of the whole country (Code du travail, L3133-1), Good Friday and 26 December in
//! Alsace and Moselle (L3134-13), the day slavery was abolished overseas (L3422-2).

use super::clock::departement;
use chrono::{Datelike, Days, NaiveDate};

/// The département of a commune when it has holidays of its own.
pub(super) fn own_days(code_insee: &str) -> Option<&str> {
    let departement = departement(code_insee);
    (is_alsace_or_moselle(departement) || abolition(departement).is_some()).then_some(departement)
}

fn is_alsace_or_moselle(departement: &str) -> bool {
    matches!(departement, "57" | "67" | "68")
}

/// Month and day of the end of slavery.
fn abolition(departement: &str) -> Option<(u32, u32)> {
    Some(match departement {
        "971" => (5, 27),
        "972" => (5, 22),
        "973" => (6, 10),
        "974" => (12, 20),
        "976" => (4, 27),
        "977" => (10, 9),
        "978" => (5, 28),
        _ => return None,
    })
}

/// The holidays of a year and their names, in no order.
pub(super) fn holidays(year: i32, departement: &str) -> impl Iterator<Item = (NaiveDate, &'static str)> {
    let alsace = is_alsace_or_moselle(departement);
    let fixed = [
        (Some((1, 1)), "Jour de l’An"),
        (Some((5, 1)), "Fête du Travail"),
        (Some((5, 8)), "Victoire de 1945"),
        (Some((7, 14)), "Fête nationale"),
        (Some((8, 15)), "Assomption"),
        (Some((11, 1)), "Toussaint"),
        (Some((11, 11)), "Armistice de 1918"),
        (Some((12, 25)), "Noël"),
        (alsace.then_some((12, 26)), "Saint-Étienne"),
        (abolition(departement), "Abolition de l’esclavage"),
    ];
    // Days after Good Friday.
    let moving = [
        (alsace.then_some(0), "Vendredi saint"),
        (Some(3), "Lundi de Pâques"),
        (Some(41), "Ascension"),
        (Some(52), "Lundi de Pentecôte"),
    ];
    let fixed = fixed.into_iter().filter_map(move |(day, nom)| {
        let (month, day) = day?;
        Some((NaiveDate::from_ymd_opt(year, month, day)?, nom))
    });
    let good_friday = easter(year).map(|sunday| sunday - Days::new(2));
    let moving =
        moving.into_iter().filter_map(move |(after, nom)| Some((good_friday? + Days::new(after?), nom)));
    fixed.chain(moving)
}

/// Easter Sunday of the Gregorian calendar, after Gauss's reckoning of the moon's and the sun's cycles.
fn easter(year: i32) -> Option<NaiveDate> {
    let (golden, century) = (year % 19, year / 100);
    let moon = (19 * golden + century - century / 4 - (8 * century + 13) / 25 + 15) % 30;
    let moon = moon - i32::from(moon == 29 || (moon == 28 && golden > 10));
    // Days after 21 March of the full moon, then to the Sunday after it.
    let full_moon = NaiveDate::from_ymd_opt(year, 3, 21)? + Days::new(moon as u64);
    let to_sunday = 7 - u64::from(full_moon.weekday().num_days_from_sunday());
    Some(full_moon + Days::new(to_sunday))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn easter_falls_when_it_did() {
        // Dates of the Institut de mécanique céleste.
        for (year, month, day) in [
            (1954, 4, 18),
            (1981, 4, 19),
            (2000, 4, 23),
            (2019, 4, 21),
            (2024, 3, 31),
            (2025, 4, 20),
            (2038, 4, 25),
            (2076, 4, 19),
        ] {
            assert_eq!(easter(year), NaiveDate::from_ymd_opt(year, month, day));
        }
    }

    #[test]
    fn holidays_have_names() {
        let on = |date: &str, departement| {
            let date = date.parse::<NaiveDate>().unwrap();
            holidays(date.year(), departement).find(|(day, _)| *day == date).map(|(_, nom)| nom)
        };
        assert_eq!(on("2026-04-03", "67"), Some("Vendredi saint"));
        assert_eq!(on("2026-04-03", "08"), None);
        assert_eq!(on("2026-04-06", ""), Some("Lundi de Pâques"));
        assert_eq!(on("2026-05-14", ""), Some("Ascension"));
        assert_eq!(on("2026-05-25", ""), Some("Lundi de Pentecôte"));
        assert_eq!(on("2026-12-20", "974"), Some("Abolition de l’esclavage"));
        assert_eq!(holidays(2026, "").count(), 11);
    }
}
