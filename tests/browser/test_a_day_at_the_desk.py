"""A working day at the desk: twelve people, twelve troubles of `practice.md`, and what the sheets say in the evening."""

from tests.browser.a_day import afternoon, evening, morning
from tests.browser.a_day.desk import ENLARGED, Day


def test_twelve_people_come_to_the_desk(house, visit):
    day = Day(house, visit)
    keys = day.served(mouse=False)
    evening.before(day)
    morning.a_mother_with_twins(day)
    morning.a_man_who_cannot_write(keys)
    morning.an_original_to_be_copied(day)
    morning.a_couple(day)
    morning.somebody_with_an_authorisation(day)
    morning.a_fee_exempt_and_one_paid_twice(keys)
    afternoon.a_paper_is_missing(day.served(size=ENLARGED))
    afternoon.a_wrong_name(day)
    afternoon.three_slips_of_a_power_cut(keys)
    afternoon.the_officers_own_household(day)
    afternoon.a_complaint_about_the_officer(day)
    afternoon.who_has_died_and_a_code(day)
    evening.the_sheets_agree(day)
