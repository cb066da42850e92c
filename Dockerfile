# docker build -t cireview . && docker run --rm -v "$PWD":/review cireview run
FROM python:3.12-slim
COPY . /src
RUN pip install --no-cache-dir "/src[docx,pdf,xls]" -c /src/requirements.lock && rm -rf /src
RUN useradd --create-home reviewer
USER reviewer
WORKDIR /review
ENTRYPOINT ["cireview"]
CMD ["--help"]
