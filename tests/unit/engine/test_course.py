"""Iterations alone decide when a search is hot, begins anew and shifts."""

from gtm_desktop.engine.course import Course


def _gone_on(course, done, total):
    course.go_on(done, total)
    return course


def test_one_descent_cools_to_nothing_before_its_end():
    course = Course(has_legs=False, may_shift=False)
    warmth = [_gone_on(course, done, 500).warmth(done) for done in range(500)]
    assert warmth[:21] == [1.0] * 21
    assert warmth == sorted(warmth, reverse=True)
    assert warmth[460:] == [0.0] * 40
    assert not any(course.begins_anew(done) for done in range(500))


def test_three_descents_begin_anew_and_more_of_the_same_length_follow():
    course = Course(has_legs=True, may_shift=False)
    begun = [done for done in range(900) if _gone_on(course, done, 900).begins_anew(done)]
    begun += [done for done in range(900, 1800) if _gone_on(course, done, 1800).begins_anew(done)]
    assert begun == [300, 600, 900, 1200, 1500]
    assert course.warmth(300) == 1.0
    assert course.warmth(299) == 0.0


def test_a_number_of_iterations_that_was_only_guessed_in_the_warm_up_leaves_no_trace():
    guessed, known = (Course(has_legs=True, may_shift=True) for _ in range(2))
    for done in range(400):
        guessed.go_on(done, 20 if done < 20 else 1500 if done < 100 else 2000)
        known.go_on(done, 2000)
        assert guessed.warmth(done) == known.warmth(done)
        assert guessed.begins_anew(done) == known.begins_anew(done)
        assert guessed.territories_to_shift(done) == known.territories_to_shift(done)


def test_no_more_shifts_are_sought_after_two_that_were_not_welcome():
    course = Course(has_legs=False, may_shift=True)
    due = [done for done in range(1000) if _gone_on(course, done, 1000).territories_to_shift(done)]
    assert due == list(range(150, 601, 50))
    course.refused = 2
    assert course.territories_to_shift(150) == 0
