"""Why a row of a file about teams is not taken, and what is told beside one that is."""

from coaching.kit.refusal import Reason


class NotTaken(Reason):
    """What is wrong with one row; it is not taken until it is put right."""

    NO_TEAM = 'This row does not name a team.'
    NO_PERSON = 'This row does not name a person.'
    NO_COACH = 'This row does not name a coach.'
    UNKNOWN_TEAM = 'You look after no team called “%(text)s”. Bring in the teams first.'
    TWO_TEAMS = 'Several teams are called “%(text)s”. Give one of them another name first.'
    UNKNOWN_PLACE = 'You look after no place called “%(text)s”. Add it first, or mend the row.'
    TWO_PLACES = 'Several places are called “%(text)s”. Choose the place for the whole file instead.'
    NO_PLACE = 'Say in which place this team is. It has to be one that you look after.'
    CLOSED_TEAM = 'This team is closed, so nobody joins it or coaches it.'
    MODEL = '“%(text)s” is not a kind of café that we know: community, parent or school.'
    LANGUAGE = '“%(text)s” is not a language that we know.'
    STEP = '“%(text)s” is not a step. Write its number, from 1 to 7.'
    STATE = '“%(text)s” is not where a team can stand: forming, active, resting, sustaining or closed.'
    YES_OR_NO = 'We cannot tell what “%(text)s” means here. Write yes or no.'
    BESIDE = '“%(text)s” is not a part that we know: lead coach, co-coach, apprentice or seasoned host.'
    MODE = 'We cannot tell from “%(text)s” how you talked: at their place, elsewhere, video, phone, messages, a café, or with other teams.'
    HOW = 'We cannot tell from “%(text)s” whether the talk was held or only tried.'
    MINUTES = '“%(text)s” is not a length of time. Write the minutes, from 0 to 1440.'
    VISIBILITY = 'We cannot tell from “%(text)s” who may read the note: the team too, or coaches only.'
    NO_LENGTH = 'This talk took place, but its row does not say how long it was.'
    NO_DAY = 'This row does not say on which day.'
    ENDS_FIRST = 'It ends before it begins.'
    ANOTHER_LEADS = 'Another lead coach stands beside this team in some of these days. One at a time leads.'
    OF_THE_TEAM = 'This person is of the team itself. Choose such a coach by hand, with your yes.'
    HERE_IN_THESE_DAYS = 'This person stands beside the team in some of these days already.'


class Told(Reason):
    """What is told beside a row that is taken."""

    LEAD_STAYS = '%(text)s leads this team already and stays.'
    AS_MEMBER = '%(text)s leads this team already, so this person comes in as a member.'
    COACH_STAYS = '%(text)s coaches this team already and stays.'
    NOT_YET_SUSTAINING = 'Comes in as active. Whether it goes on by itself is looked at here.'
    STEP_IS_TOLD = 'Step %(step)s is written down as what your list says. Its coach signs it off here.'
