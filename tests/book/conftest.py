from __future__ import annotations

import logging
from datetime import date
from pathlib import Path

import pytest

DAY = date(2026, 7, 3)
ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"


@pytest.fixture
def coverage_csv() -> str:
    return (
        "as_of,code,name,group,rating,rating_source,price,currency,price_date\n"
        "2026-07-03,600941.SH,中国移动,operators,未评级,consensus,87.48,CNY,2026-07-03\n"
        "2026-07-03,300308.SZ,中际旭创,optical-modules,买入,house,1116.00,CNY,2026-07-03\n"
        "2026-07-03,002281.SZ,光迅科技,optical-modules,增持,,,CNY,\n"
    )


@pytest.fixture
def book_dir(tmp_path: Path, coverage_csv: str) -> Path:
    """A book of two dates with every table."""
    root = tmp_path / "book"
    files = {
        "book.toml": (
            'title = "周报"\n[[groups]]\nid = "operators"\nzh = "运营商"\nen = "operators"\n'
            "[missing]\npe_ttm = [0]\n"
        ),
        "names.toml": (
            '["600941.SH"]\naliases = ["中移动"]\nenglish = ["China Mobile"]\nlookalikes = ["中移动作"]\n'
        ),
        "coverage/2026-07-03.csv": coverage_csv,
        "estimates/2026-07-03.csv": (
            "as_of,code,year,basis,eps,pe_printed,source\n"
            "2026-07-03,600941.SH,2025,A,6.33,13.8,consensus\n"
            "2026-07-03,600941.SH,2026,E,6.10,14.3,consensus\n"
        ),
        "market/2026-04-15.csv": "as_of,code,name,price,pe_ttm\n2026-04-15,600941.SH,中国移动,93.71,0\n",
        "market/2026-07-06.csv": "as_of,code,name,price,pe_ttm\n2026-07-06,600941.SH,中国移动,88,14.5\n",
        "news/2026-07-03.csv": (
            "as_of,id,published,title,summary,source,url\n2026-07-03,n1,,标题,正文,C114,\n"
        ),
        "sectors/2026-07-03.csv": (
            "as_of,period_start,period_end,level,index,change_pct\n"
            "2026-07-03,2026-06-29,2026-07-03,market,上证综指,0.41\n"
        ),
        "brief/2026-07-03.toml": (
            'as_of = 2026-07-03\noutlook = "好"\nrisks = ["a"]\nperiod = [2026-06-29, 2026-07-03]\n'
            '[[focus]]\ngroup = "operators"\nlabel = "运营商"\ncodes = ["600941"]\n'
            '[[ratings]]\nkind = "stock"\nrating = "买入"\nen = "buy"\nmeaning = "more"\n'
        ),
        "themes/mine.toml": 'id = "mine"\n',
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


@pytest.fixture(autouse=True)
def _quiet_filelock() -> None:
    logging.getLogger("filelock").setLevel(logging.WARNING)
