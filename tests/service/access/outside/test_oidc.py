"""OpenID Connect: with a real provider in a process of its own, and with one that lies."""

import base64
import hmac
import time
from urllib.parse import urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from scheduler.errors import InputError
from service.access.outside.identity import Flow, Identity
from service.access.outside.oidc import SKEW_S, OpenId
from tests.providers import agreed, provider_process, query_of, stand_in

BACK = "http://127.0.0.1:8501/sign-in/from/firm"
CLIENT = "paiban"
PERSON = {"sub": "u-1", "name": "王小美", "email": "wang@example.com"}
KEY = RSAKey.generate_key(2048, {"kid": "k1", "use": "sig", "alg": "RS256"})
OTHER = RSAKey.generate_key(2048, {"kid": "k1", "use": "sig", "alg": "RS256"})
FLOW = Flow()


def refused(act):
    with pytest.raises(InputError) as trouble:
        act()
    [fault] = trouble.value.faults
    return fault.code, fault.value


@pytest.fixture(scope="module")
def address():
    with provider_process(PERSON) as where:
        yield where


@pytest.fixture
def firm(address):
    return OpenId("firm", "", address, CLIENT, "a secret")


def test_a_real_provider_vouches_for_somebody_once(firm):
    flow = Flow()
    page = firm.address(flow, BACK)
    told = query_of(page)
    assert (told["state"], told["nonce"], told["redirect_uri"]) == (flow.state, flow.nonce, BACK)
    assert told["code_challenge_method"] == "S256"
    assert flow.verifier not in page
    to = agreed(page, sub="u-1")
    assert to.startswith(f"{BACK}?")
    answer = query_of(to)
    assert firm.identity(flow, BACK, answer) == Identity(firm.issuer, "u-1", "王小美")
    code, value = refused(lambda: firm.identity(flow, BACK, answer))
    assert (code, value) == ("outside_false", "code invalid_grant")


def test_a_real_token_of_another_way_is_not_taken(firm):
    answer = query_of(agreed(firm.address(Flow(), BACK), sub="u-1"))
    assert refused(lambda: firm.identity(Flow(), BACK, answer)) == (
        "outside_false",
        "id_token nonce",
    )


def test_whoever_does_not_agree_is_not_in(firm):
    answer = query_of(agreed(firm.address(FLOW, BACK), action="deny"))
    assert refused(lambda: firm.identity(FLOW, BACK, answer))[0] == "outside_refused"


def test_a_provider_that_is_gone_is_told():
    nobody = OpenId("firm", "", "http://127.0.0.1:9", CLIENT, "")
    assert refused(lambda: nobody.address(FLOW, BACK)) == ("outside_gone", "ConnectionError")


def claims(issuer, **more):
    now = int(time.time())
    told = {"iss": issuer, "sub": "u-1", "aud": CLIENT, "exp": now + 300, "iat": now}
    told |= {"nonce": FLOW.nonce, "name": "王小美", **more}
    return {name: held for name, held in told.items() if held is not None}


def signed(told, key=KEY, **header):
    return jwt.encode({"alg": "RS256", "kid": "k1", **header}, told, key)


def unsigned(told):
    head, body, _ = signed(told).split(".")
    del head
    return f"eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{body}."  # {"alg":"none","typ":"JWT"}


def with_public_key_as_secret(told):
    """Return a token signed with what everybody knows, as if it were a secret of both."""
    _, body, _ = signed(told).split(".")
    head = _packed(b'{"alg":"HS256","kid":"k1"}')
    text = f"{head}.{body}"
    return f"{text}.{_packed(hmac.digest(KEY.as_pem(private=False), text.encode(), 'sha256'))}"


def _packed(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def with_other_body(told):
    head, _, mark = signed(told).split(".")
    _, body, _ = signed({**told, "sub": "boss"}).split(".")
    return f"{head}.{body}.{mark}"


def lying(make, **found):
    """Return what a provider answers whose identity token is made by a function of its address."""

    def discovery(told):
        host = f"http://{told['headers']['host']}"
        ends = {"authorization_endpoint": "a", "token_endpoint": "t", "jwks_uri": "k"}
        return {"issuer": host, **{name: f"{host}/{end}" for name, end in ends.items()}, **found}

    def token(told):
        host = f"http://{told['headers']['host']}"
        return {"access_token": "x", "token_type": "Bearer", "id_token": make(host)}

    keys = {"keys": [KEY.as_dict(private=False)]}
    return {"/.well-known/openid-configuration": discovery, "/t": token, "/k": keys}


def answered(make, answer=(("code", "c"),), secret="", **found):
    """Return whom a provider vouches for, or the code and value of the refusal."""
    with stand_in(lying(make, **found)) as (where, asked):
        firm = OpenId("firm", "", where, CLIENT, secret)
        try:
            return firm.identity(FLOW, BACK, dict(answer)).subject, asked
        except InputError as error:
            return (error.faults[0].code, error.faults[0].value), asked


def test_a_true_token_is_taken():
    assert answered(lambda host: signed(claims(host)))[0] == "u-1"


def test_a_code_is_redeemed_with_the_secret_the_proof_and_the_address():
    _, asked = answered(lambda host: signed(claims(host)), secret="s e:cret")
    [told] = [one for one in asked if one["path"] == "/t"]
    assert told["headers"]["authorization"].startswith("Basic ")
    body = {name: told["body"].get(name) for name in ("code", "redirect_uri", "code_verifier")}
    assert body == {"code": "c", "redirect_uri": BACK, "code_verifier": FLOW.verifier}
    assert "client_secret" not in told["body"]


FALSE = {
    "signature": lambda host: signed(claims(host), OTHER),
    "body": lambda host: with_other_body(claims(host)),
    "none": lambda host: unsigned(claims(host)),
    "public key as secret": lambda host: with_public_key_as_secret(claims(host)),
    "key nobody published": lambda host: signed(claims(host), OTHER, kid="k2"),
    "no token": lambda _: None,
    "no token at all": lambda _: "garbage",
    "iss": lambda _: signed(claims("https://evil.example")),
    "aud": lambda host: signed(claims(host, aud="somebody else")),
    "aud among others": lambda host: signed(claims(host, aud=[CLIENT, "b"])),
    "azp": lambda host: signed(claims(host, azp="somebody else")),
    "exp": lambda host: signed(claims(host, exp=int(time.time()) - SKEW_S - 5)),
    "iat": lambda host: signed(claims(host, iat=int(time.time()) + SKEW_S + 30)),
    "nonce": lambda host: signed(claims(host, nonce=Flow().nonce)),
    "no nonce": lambda host: signed(claims(host, nonce=None)),
    "no exp": lambda host: signed(claims(host, exp=None)),
    "no sub": lambda host: signed(claims(host, sub=None)),
    "sub that is no text": lambda host: signed(claims(host, sub=["u-1"])),
    "sub of two lines": lambda host: signed(claims(host, sub="u\n1")),
}


@pytest.mark.parametrize("make", FALSE.values(), ids=FALSE)
def test_a_false_token_lets_nobody_in(make):
    (code, _), _asked = answered(make)
    assert code == "outside_false"


def test_a_clock_may_differ_by_a_minute():
    late = int(time.time()) - SKEW_S + 20
    assert answered(lambda host: signed(claims(host, exp=late)))[0] == "u-1"


def test_keys_of_curves_are_taken_too():
    key = ECKey.generate_key("P-256", {"kid": "e1"})
    make = lying(lambda host: jwt.encode({"alg": "ES256", "kid": "e1"}, claims(host), key))
    with stand_in(make | {"/k": {"keys": [key.as_dict(private=False)]}}) as (where, _):
        firm = OpenId("firm", "", where, CLIENT, "")
        assert firm.identity(FLOW, BACK, {"code": "c"}).subject == "u-1"


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ({"code": "c", "iss": "https://evil.example"}, "outside_false"),  # RFC 9207
        ({"error": "access_denied"}, "outside_refused"),
        ({"error": "temporarily_unavailable"}, "outside_gone"),
        ({"error": "unauthorized_client"}, "outside_setup"),
        ({"error": "access_denied", "code": "c"}, "outside_refused"),
        ({}, "outside_refused"),
        ({"code": "c" * 5000}, "outside_false"),
    ],
)
def test_answers_that_are_none(answer, code):
    (found, _), _asked = answered(lambda host: signed(claims(host)), answer.items())
    assert found == code


@pytest.mark.parametrize(
    ("found", "code"),
    [
        ({"issuer": "https://evil.example"}, "outside_setup"),
        ({"token_endpoint": "http://192.0.2.1/t"}, "outside_gone"),  # in clear text
        ({"jwks_uri": None}, "outside_gone"),
        ({"authorization_endpoint": "javascript:x"}, "outside_gone"),
    ],
)
def test_what_a_provider_says_of_itself_is_looked_at(found, code):
    (told, _), _asked = answered(lambda host: signed(claims(host)), **found)
    assert told == code


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ((400, {"error": "invalid_grant"}), "outside_false"),
        ((401, {"error": "invalid_client"}), "outside_setup"),
        ((500, b"<html>"), "outside_gone"),
        ((200, b"[1]"), "outside_gone"),
    ],
)
def test_a_provider_that_gives_no_token(answer, code):
    with stand_in(lying(lambda _: "") | {"/t": answer}) as (where, _):
        firm = OpenId("firm", "", where, CLIENT, "s")
        assert refused(lambda: firm.identity(FLOW, BACK, {"code": "c"}))[0] == code


def test_a_name_is_asked_for_where_the_token_has_none():
    make = lying(lambda host: signed(claims(host, name=None)))

    def discovery(told):
        found = make["/.well-known/openid-configuration"](told)
        return found | {"userinfo_endpoint": found["token_endpoint"] + "/me"}

    more = {"/.well-known/openid-configuration": discovery}
    for subject, name in (("u-1", "王小美"), ("u-2", "u-1")):  # of somebody else: not believed
        me = {"/t/me": {"sub": subject, "name": "王小美"}}
        with stand_in(make | more | me) as (where, asked):
            firm = OpenId("firm", "", where, CLIENT, "s")
            assert firm.identity(FLOW, BACK, {"code": "c"}).name == name
        assert asked[-1]["headers"]["authorization"] == "Bearer x"


def test_what_proves_a_way_cannot_be_told_from_what_is_seen_of_it():
    seen = {FLOW.state, FLOW.nonce, FLOW.verifier, FLOW.secret}
    assert len(seen) == 4
    assert FLOW.state.isalnum()
    assert 43 <= len(FLOW.verifier) <= 128
    assert Flow().state != FLOW.state
    assert urlsplit(BACK).netloc
