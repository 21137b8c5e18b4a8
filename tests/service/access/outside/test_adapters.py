"""钉钉, 企业微信 and 飞书 against stand-ins: what they are sent, what their answers come to."""

import base64
import hashlib
import logging

import pytest

from scheduler.errors import InputError
from service.access.outside import dingtalk, feishu, wecom
from service.access.outside.dingtalk import DingTalk
from service.access.outside.feishu import Feishu
from service.access.outside.identity import Flow, Identity
from service.access.outside.wecom import WeCom
from tests.providers import query_of, stand_in

BACK = "https://paiban.example.com/sign-in/from/x"
FLOW = Flow()
SECRET = "s3cret-value"

DINGTALK = {
    "/v1.0/oauth2/userAccessToken": {"accessToken": "t1", "expireIn": 7200, "corpId": "ding1"},
    "/v1.0/contact/users/me": {"nick": "王小美", "unionId": "z21HjQ", "openId": "o"},
}
WECOM = {
    "/cgi-bin/gettoken": {"errcode": 0, "errmsg": "ok", "access_token": "t2"},
    "/cgi-bin/auth/getuserinfo": {"errcode": 0, "errmsg": "ok", "userid": "wangxm"},
}
FEISHU = {
    "/open-apis/authen/v2/oauth/token": {"code": 0, "access_token": "t3", "expires_in": 7200},
    "/open-apis/authen/v1/user_info": {
        "code": 0,
        "msg": "success",
        "data": {"name": "王小美", "union_id": "on_1", "open_id": "ou_1", "tenant_key": "k1"},
    },
}


def made(kind, where, corp=""):
    if kind == "dingtalk":
        return DingTalk("x", "", "ding", SECRET, corp, where, where)
    if kind == "wecom":
        return WeCom("x", "", "ww1", SECRET, "1000002", where, where)
    return Feishu("x", "", "cli_1", SECRET, corp, where, where)


def told(kind, answers, answer, corp=""):
    """Return whom a provider vouches for, or why for nobody; and what it was asked."""
    with stand_in(answers) as (where, asked):
        try:
            return made(kind, where, corp).identity(FLOW, BACK, answer), asked
        except InputError as error:
            [fault] = error.faults
            return (fault.code, fault.value), asked


def test_dingtalk_is_asked_as_it_documents():
    page = made("dingtalk", dingtalk.PAGE).address(FLOW, BACK)
    assert page.startswith("https://login.dingtalk.com/oauth2/auth?")
    assert query_of(page) == {
        "response_type": "code",
        "client_id": "ding",
        "redirect_uri": BACK,
        "scope": "openid",
        "state": FLOW.state,
        "prompt": "consent",
    }
    found, asked = told("dingtalk", DINGTALK, {"authCode": "c1", "state": "x"})
    assert found == Identity("dingtalk:ding", "z21HjQ", "王小美")
    first, second = asked
    assert (first["method"], first["body"]) == (
        "POST",
        {
            "clientId": "ding",
            "clientSecret": SECRET,
            "code": "c1",
            "grantType": "authorization_code",
        },
    )
    assert (second["method"], second["headers"]["x-acs-dingtalk-access-token"]) == ("GET", "t1")


def test_wecom_is_asked_as_it_documents():
    page = made("wecom", wecom.PAGE).address(FLOW, BACK)
    assert page.startswith("https://login.work.weixin.qq.com/wwlogin/sso/login?")
    assert query_of(page) == {
        "login_type": "CorpApp",
        "appid": "ww1",
        "agentid": "1000002",
        "redirect_uri": BACK,
        "state": FLOW.state,
    }
    assert FLOW.state.isalnum()  # it takes nothing else
    assert len(FLOW.state) <= 128
    found, asked = told("wecom", WECOM, {"code": "c2"})
    assert found == Identity("wecom:ww1", "wangxm", "wangxm")
    assert [one["query"] for one in asked] == [
        {"corpid": "ww1", "corpsecret": SECRET},
        {"access_token": "t2", "code": "c2"},
    ]


def test_feishu_is_asked_as_it_documents():
    page = made("feishu", feishu.PAGE).address(FLOW, BACK)
    assert page.startswith("https://accounts.feishu.cn/open-apis/authen/v1/authorize?")
    proof = base64.urlsafe_b64encode(hashlib.sha256(FLOW.verifier.encode()).digest())
    assert query_of(page) == {
        "client_id": "cli_1",
        "response_type": "code",
        "redirect_uri": BACK,
        "state": FLOW.state,
        "code_challenge": proof.decode().rstrip("="),
        "code_challenge_method": "S256",
    }
    found, asked = told("feishu", FEISHU, {"code": "c3"})
    assert found == Identity("feishu:cli_1", "on_1", "王小美")
    first, second = asked
    assert first["body"] == {
        "grant_type": "authorization_code",
        "client_id": "cli_1",
        "client_secret": SECRET,
        "code": "c3",
        "redirect_uri": BACK,
        "code_verifier": FLOW.verifier,
    }
    assert second["headers"]["authorization"] == "Bearer t3"


@pytest.mark.parametrize(
    ("kind", "answers", "corp", "good"),
    [
        ("dingtalk", DINGTALK, "ding1", True),
        ("dingtalk", DINGTALK, "another", False),
        ("feishu", FEISHU, "k1", True),
        ("feishu", FEISHU, "another", False),
    ],
)
def test_people_of_another_firm_stay_out_where_the_settings_name_one(kind, answers, corp, good):
    found, _ = told(kind, answers, {"code": "c"}, corp)
    assert isinstance(found, Identity) is good
    page = query_of(made("dingtalk", dingtalk.PAGE, corp).address(FLOW, BACK))
    assert page["scope"] == "openid corpid"


@pytest.mark.parametrize(
    ("kind", "answers", "code"),
    [
        (
            "dingtalk",
            {"/v1.0/oauth2/userAccessToken": (400, {"code": "invalidAuthCode"})},
            "outside_false",
        ),
        (
            "dingtalk",
            {"/v1.0/oauth2/userAccessToken": (400, {"code": "invalidClientIdOrSecret"})},
            "outside_setup",
        ),
        ("dingtalk", DINGTALK | {"/v1.0/contact/users/me": {"nick": "x"}}, "outside_false"),
        ("dingtalk", DINGTALK | {"/v1.0/contact/users/me": (502, b"<html>")}, "outside_gone"),
        ("wecom", {"/cgi-bin/gettoken": {"errcode": 40001}}, "outside_setup"),
        ("wecom", {"/cgi-bin/gettoken": {"errcode": -1}}, "outside_gone"),
        ("wecom", WECOM | {"/cgi-bin/auth/getuserinfo": {"errcode": 40029}}, "outside_false"),
        (
            "wecom",
            WECOM | {"/cgi-bin/auth/getuserinfo": {"errcode": 0, "openid": "o"}},
            "outside_no_member",
        ),
        ("wecom", WECOM | {"/cgi-bin/auth/getuserinfo": b"not json"}, "outside_gone"),
        (
            "feishu",
            {"/open-apis/authen/v2/oauth/token": (400, {"code": 20003, "error": "invalid_grant"})},
            "outside_false",
        ),
        (
            "feishu",
            {"/open-apis/authen/v2/oauth/token": (400, {"code": 20002, "error": "x"})},
            "outside_setup",
        ),
        ("feishu", FEISHU | {"/open-apis/authen/v1/user_info": {"code": 99}}, "outside_gone"),
        ("feishu", FEISHU | {"/open-apis/authen/v1/user_info": {"data": {}}}, "outside_false"),
    ],
)
def test_answers_that_vouch_for_nobody(kind, answers, code):
    found, _ = told(kind, answers, {"code": "c"})
    assert found[0] == code


@pytest.mark.parametrize("kind", ["dingtalk", "wecom", "feishu"])
def test_who_does_not_agree_costs_no_request(kind):
    for answer in ({"state": "x"}, {"error": "access_denied"}):
        found, asked = told(kind, {}, answer)
        assert (found, asked) == (("outside_refused", None), [])


def test_no_secret_reaches_the_log_or_the_refusal(caplog):
    with caplog.at_level(logging.INFO):
        told("wecom", WECOM, {"code": "a-code"})
    gone = made("wecom", "http://127.0.0.1:9")
    with caplog.at_level(logging.INFO), pytest.raises(InputError) as trouble:
        gone.identity(FLOW, BACK, {"code": "a-code"})
    said = f"{caplog.text} {trouble.value}"
    assert SECRET not in said
    assert "a-code" not in said
    assert logging.getLogger("urllib3").level == logging.WARNING  # its lines hold addresses


def test_a_long_answer_is_not_read_to_its_end():
    found, _ = told("wecom", {"/cgi-bin/gettoken": b"[" + b"1," * 2_000_000}, {"code": "c"})
    assert found[0] == "outside_gone"
