import pytest

from core.domain.email_address import EmailAddress, masked, parse_address, suggestion
from core.errors import Refusal

TAKEN = {
    "ana@example.org": "ana@example.org",
    "  Ana@Example.ORG ": "Ana@example.org",
    "<ana@example.org>": "ana@example.org",
    "mailto:ana@example.org": "ana@example.org",
    "« ana@example.org »": "ana@example.org",
    "ana@example.org.": "ana@example.org",
    "ana.b+cars@sub.example.co.uk": "ana.b+cars@sub.example.co.uk",
    "a@b.fr": "a@b.fr",
    "o'neil@example.org": "o'neil@example.org",
    "ana_b-c@example.org": "ana_b-c@example.org",
    "ana@bücher.de": "ana@xn--bcher-kva.de",
    "ana@EXAMPLE.museum": "ana@example.museum",
    "ana@example.org\u200b": "ana@example.org",
    "\u202eana@example.org": "ana@example.org",
    f"{'a' * 64}@example.org": f"{'a' * 64}@example.org",
}
REFUSED = {
    "": "email.not_one",
    "ana": "email.not_one",
    "ana@": "email.not_one",
    "@example.org": "email.not_one",
    "ana@example": "email.not_one",
    "ana@localhost": "email.not_one",
    "ana@example..org": "email.not_one",
    "ana..b@example.org": "email.not_one",
    ".ana@example.org": "email.not_one",
    "ana.@example.org": "email.not_one",
    "ana@-example.org": "email.not_one",
    "ana@exa_mple.org": "email.not_one",
    "ana@192.168.1.1": "email.not_one",
    "ana@[192.168.1.1]": "email.not_one",
    "ana@example.org@evil.org": "email.not_one",
    "ana@example.org evil@evil.org": "email.one_address",
    "ana@example.org\nBcc: all@evil.org": "email.one_address",
    "ana@example.org\r\nBcc: all@evil.org": "email.one_address",
    "ana@example.org%0aBcc:all@evil.org": "email.not_one",
    '"ana b"@example.org': "email.one_address",
    '"ana"@example.org': "email.not_one",
    "Ana <ana@example.org>": "email.one_address",
    "ana@example.org,bob@example.org": "email.not_one",
    "аna@example.org": "email.plain_letters",
    "anä@example.org": "email.plain_letters",
    "🚗@example.org": "email.plain_letters",
    "ana@🚗.org": "email.not_one",
    "ana(comment)@example.org": "email.not_one",
    f"{'a' * 65}@example.org": "email.not_one",
    f"ana@{'b' * 64}.org": "email.not_one",
    f"ana@{'b.' * 125}org": "email.too_long",
    "x" * 4096: "email.too_long",
    "ana@example.invalid": "email.not_one",
}
MEANT = {
    "ana@gmial.com": "ana@gmail.com",
    "ana@gmai.com": "ana@gmail.com",
    "ana@gmaill.com": "ana@gmail.com",
    "ana@gmail.con": "ana@gmail.com",
    "ana@gmail.comm": "ana@gmail.com",
    "ana@hotmial.fr": "ana@hotmail.fr",
    "ana@hotmal.com": "ana@hotmail.com",
    "ana@outlok.com": "ana@outlook.com",
    "ana@yaho.fr": "ana@yahoo.fr",
    "ana@oranje.fr": "ana@orange.fr",
    "ana@orange.rf": "ana@orange.fr",
    "ana@laposte.rf": "ana@laposte.fr",
    "ana@wanado.fr": "ana@wanadoo.fr",
    "ana@iclould.com": "ana@icloud.com",
    "ana@xn--gmil-6na.com": None,
    "ana@gmail.com": None,
    "ana@gmail.fr": None,
    "ana@hotmail.it": None,
    "ana@gmx.net": None,
    "ana@live.de": None,
    "ana@example.org": None,
    "ana@free.fr": None,
    "ana@fred.fr": None,
    "ana@me.com": None,
    "ana@my-garage.fr": None,
}


@pytest.mark.parametrize("typed", TAKEN)
def test_an_address_is_taken_as_it_is_meant(typed: str):
    assert parse_address(typed).text == TAKEN[typed]


@pytest.mark.parametrize("typed", REFUSED)
def test_what_cannot_be_an_address_is_refused_with_the_reason(typed: str):
    with pytest.raises(Refusal) as refused:
        parse_address(typed)
    assert refused.value.key == REFUSED[typed]


@pytest.mark.parametrize("typed", MEANT)
def test_a_slip_of_the_thumb_is_asked_about_and_another_country_is_no_slip(typed: str):
    meant = suggestion(EmailAddress(typed))
    assert (meant.text if meant is not None else None) == MEANT[typed]


def test_the_same_mailbox_is_known_under_its_other_spellings():
    same = ("Ana.B@gmail.com", "anab+cars@gmail.com", "a.n.a.b@GMAIL.com")
    assert {EmailAddress(text).mailbox for text in same} == {"anab@gmail.com"}
    assert EmailAddress("ana.b@example.org").mailbox != EmailAddress("anab@example.org").mailbox


def test_an_address_is_shown_so_that_only_its_owner_recognises_it():
    shown = [masked("camille@example.org"), masked("ab@example.org"), masked("a@example.org")]
    assert shown == ["c•••@example.org", "a•••@example.org", "a•••@example.org"]
