"""Who is at which digital support point of a hamlet, and when: the helpers' timetable with its absences."""
