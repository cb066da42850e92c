# Fink step 1: research questions.
QUESTION = [place("protocol_page")]


rule render_protocol:
    input:
        CONFIGURATION,
    output:
        place("protocol_page"),
    log:
        place("log", job="1_question/render_protocol"),
    params:
        content=content_of(CONFIGURATION),
        code=code_of("render_protocol"),
    message:
        "1 Research questions: render the protocol"
    script:
        "../scripts/render_protocol.py"
