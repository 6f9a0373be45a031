"""The tables of the archive, as an append-only list of steps: step i lifts version i to i + 1.

A step that has been released is never edited. `Database` applies the missing ones when it opens a file, and
refuses a file whose version is higher than the length of this list.
"""

STEPS: tuple[str, ...] = (
    """
    CREATE TABLE papers (
        n INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        title TEXT NOT NULL,
        abstract TEXT NOT NULL,
        published TEXT,
        year_inferred INTEGER NOT NULL,
        listed_on TEXT,
        authors TEXT NOT NULL,
        author_count INTEGER,
        organization TEXT,
        upvotes INTEGER,
        comments INTEGER,
        arxiv_id TEXT,
        url TEXT,
        ai_summary TEXT,
        keywords TEXT NOT NULL,
        code_url TEXT,
        external_ids TEXT NOT NULL,
        sources TEXT NOT NULL,
        day TEXT GENERATED ALWAYS AS (coalesce(listed_on, published)) VIRTUAL
    );
    CREATE INDEX papers_day ON papers (day);
    CREATE INDEX papers_published ON papers (published);

    -- Every name a paper goes by: 'title:', 'arxiv:', 'id:' are unique; 'external:' may be shared.
    CREATE TABLE aliases (
        name TEXT NOT NULL,
        n INTEGER NOT NULL REFERENCES papers (n),
        PRIMARY KEY (name, n)
    ) WITHOUT ROWID;
    CREATE INDEX aliases_n ON aliases (n);

    CREATE VIRTUAL TABLE papers_fts USING fts5 (
        title, abstract, content = 'papers', content_rowid = 'n', tokenize = 'porter unicode61 remove_diacritics 2'
    );

    -- One generation an embedder; the serving one answers, a building one is being filled.
    CREATE TABLE generations (
        g INTEGER PRIMARY KEY,
        embedder TEXT NOT NULL UNIQUE,
        dimension INTEGER NOT NULL,
        serving INTEGER NOT NULL
    );
    -- seq never repeats: what an index has copied is told by the highest seq it holds.
    CREATE TABLE passages (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        g INTEGER NOT NULL REFERENCES generations (g),
        n INTEGER NOT NULL REFERENCES papers (n),
        i INTEGER NOT NULL,
        text TEXT NOT NULL,
        vector BLOB NOT NULL,
        UNIQUE (g, n, i)
    );
    CREATE INDEX passages_n ON passages (n);
    CREATE TABLE removed_passages (
        k INTEGER PRIMARY KEY AUTOINCREMENT,
        seq INTEGER NOT NULL
    );

    -- One row: what tells this archive from others, for instance on a shared Chroma server.
    CREATE TABLE identity (archive_id TEXT NOT NULL);
    INSERT INTO identity VALUES (lower(hex(randomblob(6))));

    CREATE TABLE tldrs (
        n INTEGER PRIMARY KEY REFERENCES papers (n),
        key TEXT NOT NULL,
        line TEXT NOT NULL,
        made_by TEXT NOT NULL,
        prompt TEXT NOT NULL,
        made_at TEXT NOT NULL
    );
    """,
    """
    -- Every model call: reserved before it is made, settled after. A killed call stays reserved, and counts.
    CREATE TABLE calls (
        call INTEGER PRIMARY KEY,
        at TEXT NOT NULL,
        day TEXT NOT NULL,
        user TEXT NOT NULL,
        model TEXT NOT NULL,
        purpose TEXT NOT NULL,
        settled INTEGER NOT NULL,
        tokens INTEGER NOT NULL,
        prompt_tokens INTEGER NOT NULL DEFAULT 0,
        completion_tokens INTEGER NOT NULL DEFAULT 0,
        seconds REAL NOT NULL DEFAULT 0,
        money REAL
    );
    CREATE INDEX calls_day ON calls (day);

    CREATE TABLE completions (
        key TEXT PRIMARY KEY,
        text TEXT NOT NULL,
        model TEXT NOT NULL,
        at TEXT NOT NULL
    );
    """,
    """
    -- What Slack has asked of the bot: written before it is acknowledged, one row however often it is delivered.
    -- queued -> working -> ready (the reply is written down) -> done. Times are seconds since 1970.
    CREATE TABLE jobs (
        -- Numbers and tokens never come back: a button of an old message must not find somebody else's answer.
        job INTEGER PRIMARY KEY AUTOINCREMENT,
        token TEXT NOT NULL UNIQUE DEFAULT (lower(hex(randomblob(8)))),
        key TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL,
        user TEXT NOT NULL,
        channel TEXT NOT NULL,
        thread TEXT NOT NULL,
        request TEXT NOT NULL,
        received REAL NOT NULL,
        state TEXT NOT NULL,
        tries INTEGER NOT NULL DEFAULT 0,
        started REAL,
        ended REAL,
        reply TEXT,
        lane TEXT NOT NULL DEFAULT '',
        sent INTEGER NOT NULL DEFAULT 0,
        sending INTEGER NOT NULL DEFAULT 0
    );
    CREATE INDEX jobs_open ON jobs (state, job) WHERE state <> 'done';
    CREATE INDEX jobs_user ON jobs (user, started);
    CREATE INDEX jobs_thread ON jobs (channel, thread);

    -- Thumbs: +1 or -1 by one person in one channel on an answer ('answer:<token>') or a paper ('paper:<id>').
    CREATE TABLE votes (
        channel TEXT NOT NULL,
        user TEXT NOT NULL,
        subject TEXT NOT NULL,
        vote INTEGER NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (channel, user, subject)
    ) WITHOUT ROWID;

    -- The terminal's conversations: what was asked, and which papers the answer stood on. Slack keeps its own.
    CREATE TABLE turns (
        turn INTEGER PRIMARY KEY,
        user TEXT NOT NULL,
        at TEXT NOT NULL,
        said TEXT NOT NULL
    );
    CREATE INDEX turns_user ON turns (user, turn);
    """,
    """
    -- The weekly post's ledger, written ahead: one row a part of what a sink owes a channel for an ISO week.
    -- planned (the text is written down) -> sending -> sent; unknown: nobody can say; skipped: it will not be sent.
    CREATE TABLE posts (
        sink TEXT NOT NULL,
        channel TEXT NOT NULL,
        week TEXT NOT NULL,
        part INTEGER NOT NULL,
        state TEXT NOT NULL,
        body TEXT NOT NULL DEFAULT '',
        ref TEXT NOT NULL DEFAULT '',
        note TEXT NOT NULL DEFAULT '',
        told INTEGER NOT NULL DEFAULT 0,
        at TEXT NOT NULL,
        PRIMARY KEY (sink, channel, week, part)
    ) WITHOUT ROWID;

    -- Who gets what matches their words, once a week: a mail address, or a Slack user's direct messages.
    CREATE TABLE subscriptions (
        sink TEXT NOT NULL,
        channel TEXT NOT NULL,
        words TEXT NOT NULL,
        since TEXT NOT NULL,
        PRIMARY KEY (sink, channel)
    ) WITHOUT ROWID;
    """,
    """
    -- The day ledger: what each source was asked for, a row a day. No row, or one without more than its day: not read.
    -- papers: the most it was seen with. whole: read after the day was over, so that "empty" may be said of it.
    -- tries, why, next: the failures since it was last read, the last one's reason, and when it is tried again (UTC).
    CREATE TABLE days (
        source TEXT NOT NULL,
        day TEXT NOT NULL,
        papers INTEGER,
        read TEXT,
        whole INTEGER NOT NULL DEFAULT 0,
        tries INTEGER NOT NULL DEFAULT 0,
        why TEXT NOT NULL DEFAULT '',
        next TEXT,
        PRIMARY KEY (source, day)
    ) WITHOUT ROWID;

    -- How often a subscriber is sent what matches: 'week' or 'day'.
    ALTER TABLE subscriptions ADD COLUMN every TEXT NOT NULL DEFAULT 'week';
    """,
    """
    -- What the sources give besides: links, people, and arXiv's own record of a paper.
    ALTER TABLE papers ADD COLUMN stars INTEGER;
    ALTER TABLE papers ADD COLUMN project_url TEXT;
    ALTER TABLE papers ADD COLUMN pdf_url TEXT;
    ALTER TABLE papers ADD COLUMN submitter TEXT;
    ALTER TABLE papers ADD COLUMN media TEXT NOT NULL DEFAULT '[]';
    ALTER TABLE papers ADD COLUMN discussion TEXT;
    ALTER TABLE papers ADD COLUMN version INTEGER;
    ALTER TABLE papers ADD COLUMN updated TEXT;
    ALTER TABLE papers ADD COLUMN comment TEXT;
    ALTER TABLE papers ADD COLUMN categories TEXT NOT NULL DEFAULT '[]';
    ALTER TABLE papers ADD COLUMN journal_ref TEXT;
    ALTER TABLE papers ADD COLUMN doi TEXT;
    ALTER TABLE papers ADD COLUMN withdrawn INTEGER NOT NULL DEFAULT 0;
    -- Where it stood on pages of search results: [[source, rank, query], ...].
    ALTER TABLE papers ADD COLUMN places TEXT NOT NULL DEFAULT '[]';
    """,
    """
    -- What earlier versions of a paper said, oldest first.
    CREATE TABLE versions (
        k INTEGER PRIMARY KEY,
        n INTEGER NOT NULL REFERENCES papers (n),
        version INTEGER,
        updated TEXT,
        title TEXT NOT NULL,
        abstract TEXT NOT NULL
    );
    CREATE INDEX versions_n ON versions (n);
    """,
    """
    -- What the user should know of a change to the archive: told once, then gone.
    CREATE TABLE notices (notice INTEGER PRIMARY KEY, text TEXT NOT NULL);
    """,
    """
    -- Every page used to be taken for a day's, a page of search results too. The Daily Papers take a paper up to 14
    -- days after its publication: a page with any other paper on it was no day's, and listed none of its papers.
    CREATE TABLE seen_on AS
        SELECT papers.n, source.value AS page
        FROM papers, json_each(CASE WHEN json_valid(papers.sources) THEN papers.sources ELSE '[]' END) AS source;
    CREATE TABLE no_day AS
        SELECT DISTINCT page FROM seen_on JOIN papers USING (n)
        WHERE page GLOB 'page:[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND published IS NOT NULL
            AND julianday(substr(page, 6)) - julianday(published) NOT BETWEEN 0 AND 14;
    CREATE TABLE mended AS
        SELECT n FROM papers JOIN seen_on USING (n)
        WHERE page = 'page:' || listed_on AND page IN (SELECT page FROM no_day)
            AND n NOT IN (SELECT n FROM seen_on WHERE page IN ('huggingface', 'jsonl'));
    UPDATE papers SET listed_on = (
        SELECT min(substr(page, -10)) FROM seen_on
        WHERE seen_on.n = papers.n AND page NOT IN (SELECT page FROM no_day)
            AND (page GLOB 'page:day:*' OR page GLOB 'page:[0-9]*')
    )
    WHERE n IN (SELECT n FROM mended);
    UPDATE papers SET sources = (
        SELECT json_group_array(name) FROM (
            SELECT iif(page IN (SELECT page FROM no_day), 'page:search:' || substr(page, 6), page) AS name
            FROM seen_on WHERE seen_on.n = papers.n ORDER BY name
        )
    )
    WHERE n IN (SELECT n FROM seen_on WHERE page IN (SELECT page FROM no_day));
    INSERT INTO notices (text)
        SELECT count(*) || iif(count(*) = 1, ' paper was', ' papers were') || ' taken for listed on the day a page of '
            || 'search results was looked at. That day is forgotten; weeks and windows go by their publication now.'
        FROM mended HAVING count(*) > 0;
    DROP TABLE seen_on;
    DROP TABLE no_day;
    DROP TABLE mended;
    """,
    """
    -- Clients of the tool server over HTTP; of a token only its SHA-256 is kept.
    CREATE TABLE client_tokens (name TEXT PRIMARY KEY, hash TEXT NOT NULL UNIQUE, made TEXT NOT NULL);
    """,
    """
    -- Withdrawn papers by id, and the day that was noticed: whoever was told of one is told so, once.
    CREATE TABLE withdrawals (paper TEXT PRIMARY KEY, noticed TEXT NOT NULL) WITHOUT ROWID;
    """,
    """
    -- Papers that people have put aside, each on a list of their own.
    CREATE TABLE saved (user TEXT NOT NULL, paper TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (user, paper));
    """,
    """
    -- Answers that people judged, as they were shown: votes name them by their token. Names nobody.
    -- papers, within: JSON, ids and [number, id]; asked: when, where the question names a time, else ''.
    CREATE TABLE judged (
        token TEXT PRIMARY KEY,
        question TEXT NOT NULL,
        papers TEXT NOT NULL,
        shown TEXT NOT NULL,
        refused INTEGER NOT NULL,
        within TEXT NOT NULL,
        asked TEXT NOT NULL
    ) WITHOUT ROWID;

    -- A thumb on an answer used to be one on every paper under it, written at the same time; it is the answer's alone.
    DELETE FROM votes WHERE subject LIKE 'paper:%' AND EXISTS (
        SELECT 1 FROM votes AS other
        WHERE other.channel = votes.channel AND other.user = votes.user AND other.at = votes.at
            AND other.subject LIKE 'answer:%'
    );
    """,
    """
    -- The words papers write, as they are spelled, where papers_fts has their stems: a slip is told by them.
    CREATE VIRTUAL TABLE words_fts USING fts5 (
        title, abstract, content = 'papers', content_rowid = 'n', tokenize = 'unicode61 remove_diacritics 2',
        detail = column, columnsize = 0
    );
    INSERT INTO words_fts (words_fts) VALUES ('rebuild');
    """,
    """
    -- What is said of papers in Slack's channels, where the settings have it kept (`bot.talk`).
    -- kind: open, private, or outside (shared with another organization). gone: the ts at which we left, or ''.
    -- link: what a message's address begins with. top, at, covered: how far its past is read (`bot.talk.past`).
    CREATE TABLE talk_channels (
        channel TEXT PRIMARY KEY,
        kind TEXT NOT NULL,
        name TEXT NOT NULL DEFAULT '',
        link TEXT NOT NULL DEFAULT '',
        gone TEXT NOT NULL DEFAULT '',
        top TEXT NOT NULL DEFAULT '',
        at TEXT NOT NULL DEFAULT '',
        covered TEXT NOT NULL DEFAULT ''
    ) WITHOUT ROWID;
    -- Messages that name papers, and the replies in their threads, without their words.
    -- version: '' as first written, else the ts of the last edit; '~' once it is deleted. The highest one counts.
    CREATE TABLE talk_messages (
        channel TEXT NOT NULL,
        ts TEXT NOT NULL,
        thread TEXT NOT NULL,
        user TEXT NOT NULL,
        version TEXT NOT NULL,
        PRIMARY KEY (channel, ts)
    ) WITHOUT ROWID;
    CREATE INDEX talk_messages_thread ON talk_messages (channel, thread);
    CREATE TABLE shares (
        paper TEXT NOT NULL,
        channel TEXT NOT NULL,
        ts TEXT NOT NULL,
        PRIMARY KEY (channel, ts, paper)
    ) WITHOUT ROWID;
    CREATE INDEX shares_paper ON shares (paper);
    CREATE TABLE talk_reactions (
        channel TEXT NOT NULL,
        ts TEXT NOT NULL,
        user TEXT NOT NULL,
        name TEXT NOT NULL,
        PRIMARY KEY (channel, ts, user, name)
    ) WITHOUT ROWID;
    CREATE TABLE talk_people (user TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID;
    -- Threads still to be read, from behind the message at after on.
    CREATE TABLE talk_threads (
        channel TEXT NOT NULL,
        thread TEXT NOT NULL,
        after TEXT NOT NULL DEFAULT '',
        PRIMARY KEY (channel, thread)
    ) WITHOUT ROWID;
    -- Papers that were named and are not here: how often they were asked for, and when next (seconds since 1970).
    CREATE TABLE talk_wanted (paper TEXT PRIMARY KEY, tries INTEGER NOT NULL, next REAL NOT NULL) WITHOUT ROWID;
    """,
    """
    -- What somebody looks at beside a conversation with the bot in Slack; at: seconds since 1970.
    CREATE TABLE agent_threads (
        channel TEXT NOT NULL, thread TEXT NOT NULL, about TEXT NOT NULL, at REAL NOT NULL,
        PRIMARY KEY (channel, thread)
    ) WITHOUT ROWID;

    -- Answers in Slack that are shown claim by claim. ts is the message, '' while nobody knows; claims, JSON, are
    -- written before they are shown; blocks, JSON, are what Slack has taken for certain.
    CREATE TABLE streams (
        job INTEGER PRIMARY KEY, ts TEXT NOT NULL DEFAULT '', claims TEXT NOT NULL, blocks TEXT
    );
    """,
)
